package io.mnemesh.cache.adaptive;

/**
 * How often records change, as a Poisson process that is looked at now and then: each observation says whether a record had
 * changed since it was looked at before. The estimate is the maximum of the likelihood for irregular intervals, equation 6 of J.
 * Cho, H. Garcia-Molina, "Estimating Frequency of Change", ACM TOIT 3 (3), 2003: the rate r at which the sum of {@code t /
 * (e^(rt) - 1)} over intervals t with a change equals the sum of the intervals without one. Half a change at no interval is
 * added, so that there is an estimate before the first change.
 *
 * <p>Intervals with a change are kept in buckets, two per doubling, so an observation takes O(1) and no memory. When there are
 * {@link #MEMORY} observations all are halved: the estimate follows a rate that changes. Not safe for concurrent use.
 */
final class ChangeRate {

    /** Observations after which older ones count half. */
    static final int MEMORY = 4_000;

    private static final double PRIOR = 0.5;
    private static final int PER_DOUBLING = 2;
    private static final int BUCKETS = 80;
    private static final double LEAST = 1e-12;
    private static final double MOST = 1e3;
    private static final int STEPS = 60;

    private final double[] changes = new double[BUCKETS];
    private final double[] changedSeconds = new double[BUCKETS];
    private double unchangedSeconds;
    private double changed;
    private double observations;

    /** @param seconds since the record was looked at before, positive */
    void add(double seconds, boolean hasChanged) {
        observations++;
        if (hasChanged) {
            int bucket = bucket(seconds);
            changes[bucket]++;
            changedSeconds[bucket] += seconds;
            changed++;
        } else {
            unchangedSeconds += seconds;
        }
        if (observations >= MEMORY) {
            halve();
        }
    }

    private static int bucket(double seconds) {
        int doubling = (int) Math.floor(PER_DOUBLING * Math.log(Math.max(seconds * 1000, 1)) / Math.log(2));
        return Math.min(BUCKETS - 1, doubling);
    }

    private void halve() {
        for (int i = 0; i < BUCKETS; i++) {
            changes[i] /= 2;
            changedSeconds[i] /= 2;
        }
        unchangedSeconds /= 2;
        changed /= 2;
        observations /= 2;
    }

    double observations() {
        return observations;
    }

    /** Changes per second. */
    double perSecond() {
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (excess(Math.exp(middle)) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** Falls with the rate; zero at the estimate. */
    private double excess(double rate) {
        double sum = PRIOR / rate;
        for (int i = 0; i < BUCKETS; i++) {
            if (changes[i] > 0) {
                double mean = changedSeconds[i] / changes[i];
                sum += changes[i] * mean / Math.expm1(rate * mean);
            }
        }
        return sum - unchangedSeconds;
    }

    /** Changes per second, greater by one standard error of as many changes as there were. */
    double cautiousPerSecond() {
        return perSecond() * (1 + 1 / Math.sqrt(changed + 1));
    }
}

package io.mnemesh.gateway.relay.balance;

/**
 * How latency grows with the requests in flight at an instance: not at all up to the number that it works on at once, and in
 * proportion above it (the delay that shortest-expected-delay routing goes by, Banawan and Zahorjan 1989). That number is the
 * same for all instances of an upstream and is found out: of some candidates the one that foretells latencies best. Updates of
 * several threads may get lost, which makes the averages no worse. A request costs O(candidates).
 */
final class QueueModel {

    private static final double[] AT_ONCE = {1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32};
    private static final double[] LOGS = logs();
    private static final double RATE = 0.001;
    private static final double BETTER = 0.99;
    private static final long LEAST_SAMPLES = 200;

    /**
     * Part of the requests at an instance that are taken to be this gateway's own. Others send to it too, and all of them
     * would choose the same one if each reckoned with its own requests only.
     */
    private static final double OWN = 0.5;

    private final double[] errors = new double[AT_ONCE.length];
    private long samples;
    private volatile int fit;

    /** Mean service times of one instance, one for each candidate: the logarithm of latency less what the queue made of it. */
    static final class ServiceTimes {

        private static final double MEAN_RATE = 0.05;

        private final double[] logMeans = new double[AT_ONCE.length];
        private long samples;

        private double logMean(int candidate) {
            return logMeans[candidate];
        }
    }

    private static double[] logs() {
        var logs = new double[AT_ONCE.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(AT_ONCE[i]);
        }
        return logs;
    }

    /** How many requests an instance is found to work on at once. */
    double atOnce() {
        return AT_ONCE[fit];
    }

    /** Logarithm of the service time that an instance is expected to take. */
    double logService(ServiceTimes times) {
        return times.logMean(fit);
    }

    /** Logarithm of the latency that one more request is expected to have at an instance with so many in flight. */
    double logLatency(ServiceTimes times, int inFlight) {
        int candidate = fit;
        return times.logMean(candidate) + logStretch(candidate, Math.log1p(inFlight));
    }

    /** Times the service time that one more request is taken to wait and be served, those of other gateways included. */
    double stretch(int inFlight) {
        return Math.max(1, (inFlight + 1) / (OWN * AT_ONCE[fit]));
    }

    private static double logStretch(int candidate, double logRequests) {
        return Math.max(0, logRequests - LOGS[candidate]);
    }

    /**
     * Learns of an answer.
     *
     * @param inFlight requests that were in flight at the instance when this one was sent
     */
    void observe(ServiceTimes times, long latencyNanos, int inFlight) {
        double log = Math.log((double) Math.max(1, latencyNanos));
        double logRequests = Math.log1p(inFlight);
        double rate = Math.max(RATE, 1.0 / (samples + 1));
        double meanRate = Math.max(ServiceTimes.MEAN_RATE, 1.0 / (times.samples + 1));
        for (int i = 0; i < AT_ONCE.length; i++) {
            double off = log - logStretch(i, logRequests) - times.logMeans[i];
            if (times.samples > 0) {
                errors[i] += rate * (Math.abs(off) - errors[i]);
            }
            times.logMeans[i] += meanRate * off;
        }
        if (times.samples++ > 0 && ++samples >= LEAST_SAMPLES) {
            fit = best();
        }
    }

    /** Begins anew with one request at a time; the service times stay, as averages do. */
    void forget() {
        samples = 0;
        fit = 0;
    }

    private int best() {
        int now = fit;
        int best = now;
        for (int i = 0; i < AT_ONCE.length; i++) {
            best = errors[i] < errors[best] ? i : best;
        }
        return errors[best] < BETTER * errors[now] ? best : now;
    }
}

package io.mnemesh.intelligence.performance.evidence;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /** Probability of a value at least so far from zero, on either side (Abramowitz and Stegun 7.1.26, error below 2e-7). */
    static double beyond(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.clamp(sum * Math.exp(-x * x), 0, 1);
    }

    /** The z that is exceeded on either side with this probability, by bisection. */
    static double exceededWith(double probability) {
        double low = 0;
        double high = 8;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (beyond(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}

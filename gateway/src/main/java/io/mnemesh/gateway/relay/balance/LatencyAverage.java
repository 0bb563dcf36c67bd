package io.mnemesh.gateway.relay.balance;

/**
 * Two averages of the latencies of one instance, in nanoseconds. The peak average takes a latency above it at once and falls
 * exponentially with time (peak EWMA, as in Finagle). The mean is an exponentially weighted one of the logarithms, which the
 * residual is learned on. Both fall while nothing is heard, so that an instance that was slow is tried again.
 * Updates of several threads may get lost, which the next one makes good.
 */
final class LatencyAverage {

    private static final double RATE = 0.05;

    private final double decayNanos;
    private double peak;
    private double logMean;
    private long heardAt;
    private long samples;

    /** @param decayNanos time in which what was heard falls to 1/e */
    LatencyAverage(long decayNanos) {
        this.decayNanos = decayNanos;
    }

    void observe(long latencyNanos, long now) {
        double latency = Math.max(1, latencyNanos);
        double log = Math.log(latency);
        if (samples == 0) {
            peak = latency;
            logMean = log;
        } else {
            double kept = Math.exp(-Math.max(0, now - heardAt) / decayNanos);
            peak = latency > peak ? latency : peak * kept + latency * (1 - kept);
            logMean += Math.max(RATE, 1.0 / (samples + 1)) * (log - logMean);
        }
        heardAt = now;
        samples++;
    }

    boolean isKnown() {
        return samples > 0;
    }

    double peak(long now) {
        return peak * fallen(now);
    }

    /** Logarithm of the mean latency. */
    double logMean() {
        return logMean;
    }

    /** Part that is left after what was not heard since. */
    double fallen(long now) {
        return Math.exp(-Math.max(0, now - heardAt) / decayNanos);
    }
}

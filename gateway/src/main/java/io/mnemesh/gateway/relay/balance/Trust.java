package io.mnemesh.gateway.relay.balance;

/**
 * Whether the learned residual is to be believed: while its mean absolute error, on the logarithm of the latency and each time
 * before it learned of it, is less than the average's. It begins as not believed and is asked anew with every answer; what is
 * believed is so until it is worse by more than noise, since a router that goes by it makes latencies alike, which an average
 * foretells as well.
 * Updates of several threads may get lost, which makes the averages no worse.
 */
final class Trust {

    private static final double RATE = 0.01;
    private static final double WORSE = 1.02;
    private static final long LEAST_SAMPLES = 200;

    private double averageError;
    private double learnedError;
    private long samples;
    private volatile boolean trusted;

    void compare(double errorOfAverage, double errorOfLearned) {
        double rate = Math.max(RATE, 1.0 / (samples + 1));
        averageError += rate * (errorOfAverage - averageError);
        learnedError += rate * (errorOfLearned - learnedError);
        samples++;
        trusted = samples >= LEAST_SAMPLES && learnedError < averageError * (trusted ? WORSE : 1);
    }

    boolean isTrusted() {
        return trusted;
    }

    void forget() {
        trusted = false;
        samples = 0;
        averageError = 0;
        learnedError = 0;
    }

    double averageError() {
        return averageError;
    }

    double learnedError() {
        return learnedError;
    }

    long samples() {
        return samples;
    }
}

package io.mnemesh.gateway.relay.balance;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The probability that the next request to an instance fails: a logistic regression on how it failed lately, how much slower
 * than usual it is, and how much it has in flight, learned by stochastic gradient descent from the outcome of every request of
 * an upstream. It begins with weights that take the recent failure rate for the probability. One thread learns at a time.
 */
final class FailureModel {

    static final int SIZE = 5;

    private static final double RATE = 0.02;
    private static final double DECAY = 1e-4;
    private static final double[] PRIOR = {-4, 6, 2, 0.5, 0.2};

    private final double[] weights = PRIOR.clone();
    private final AtomicBoolean learning = new AtomicBoolean();

    /** @param slowness natural logarithm of the latency now over the usual one, at least 0 */
    static double[] features(double fast, double slow, double slowness, int inFlight) {
        return new double[] {1, fast, slow, Math.min(2, Math.max(0, slowness)), Math.log1p(inFlight) / 4};
    }

    double predict(double[] features) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += weights[i] * features[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    void learn(double[] features, boolean failed) {
        if (!learning.compareAndSet(false, true)) {
            return;
        }
        try {
            double error = (failed ? 1 : 0) - predict(features);
            for (int i = 0; i < SIZE; i++) {
                weights[i] += RATE * error * features[i] + DECAY * (PRIOR[i] - weights[i]);
            }
        } finally {
            learning.set(false);
        }
    }

    /** Bias and the weights of the fast failure rate, the slow one, slowness and requests in flight. */
    double[] weights() {
        return weights.clone();
    }
}

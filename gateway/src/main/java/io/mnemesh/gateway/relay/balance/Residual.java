package io.mnemesh.gateway.relay.balance;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the latency of one instance depends on beyond its average: a linear regression of the logarithm of
 * {@code latency / average} over {@link Features}, by recursive least squares with exponential forgetting (Haykin, Adaptive
 * Filter Theory, chapter on RLS) and a ridge prior. The uncertainty of a prediction is the one of LinUCB (Li et al. 2010).
 *
 * <p>Learning takes O(d²) with d = 8 and is done by one thread at a time; what others would learn meanwhile is left out.
 * Predictions read coefficients that may be changing, each of which is whole.
 */
final class Residual {

    private static final double FORGETTING = 0.998;
    private static final double PRIOR = 0.3;
    private static final double MOST_VARIANCE = 1;
    private static final double MOST = 2.5;

    private final double[] coefficients = new double[Features.SIZE];
    private final double[][] covariance = new double[Features.SIZE][Features.SIZE];
    private final AtomicBoolean learning = new AtomicBoolean();
    private long samples;

    Residual() {
        reset();
    }

    /** Logarithm of the factor by which the average is off for such a request, within ±{@value #MOST}. */
    double predict(double[] features) {
        double sum = 0;
        for (int i = 0; i < Features.SIZE; i++) {
            sum += coefficients[i] * features[i];
        }
        return Math.max(-MOST, Math.min(MOST, sum));
    }

    /** Standard deviation of a prediction in units of the noise. */
    double uncertainty(double[] features) {
        double sum = 0;
        for (int i = 0; i < Features.SIZE; i++) {
            for (int j = 0; j < Features.SIZE; j++) {
                sum += features[i] * covariance[i][j] * features[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    /** @param observed logarithm of the latency over the average when it was routed */
    void learn(double[] features, double observed) {
        if (!learning.compareAndSet(false, true)) {
            return;
        }
        try {
            update(features, Math.max(-2 * MOST, Math.min(2 * MOST, observed)));
        } finally {
            learning.set(false);
        }
    }

    private void update(double[] x, double observed) {
        var gain = new double[Features.SIZE];
        double variance = FORGETTING;
        double error = observed;
        for (int i = 0; i < Features.SIZE; i++) {
            double sum = 0;
            for (int j = 0; j < Features.SIZE; j++) {
                sum += covariance[i][j] * x[j];
            }
            gain[i] = sum;
            variance += x[i] * sum;
            error -= coefficients[i] * x[i];
        }
        boolean mayForget = trace() < MOST_VARIANCE * Features.SIZE;
        for (int i = 0; i < Features.SIZE; i++) {
            coefficients[i] += gain[i] / variance * error;
            for (int j = 0; j < Features.SIZE; j++) {
                double next = covariance[i][j] - gain[i] * gain[j] / variance;
                covariance[i][j] = mayForget ? next / FORGETTING : next;
            }
        }
        samples++;
        if (!Double.isFinite(coefficients[0]) || !Double.isFinite(trace())) {
            reset();
        }
    }

    private double trace() {
        double sum = 0;
        for (int i = 0; i < Features.SIZE; i++) {
            sum += covariance[i][i];
        }
        return sum;
    }

    private void reset() {
        Arrays.fill(coefficients, 0);
        for (int i = 0; i < Features.SIZE; i++) {
            Arrays.fill(covariance[i], 0);
            covariance[i][i] = PRIOR;
        }
        samples = 0;
    }

    /** Forgets everything, unless something is being learned at this moment. */
    void forget() {
        if (learning.compareAndSet(false, true)) {
            try {
                reset();
            } finally {
                learning.set(false);
            }
        }
    }

    long samples() {
        return samples;
    }

    /** A copy, in the order of {@link Features#names()}. */
    double[] coefficients() {
        return coefficients.clone();
    }
}

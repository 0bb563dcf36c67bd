package io.mnemesh.gateway.relay.balance;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the latency of one instance depends on beyond its average: a ridge regression of the logarithm of
 * {@code latency / average} over {@link Features}, in which older answers count for less and less (discounted least squares,
 * as the linear bandits with forgetting of Russac et al. 2019 have it). The uncertainty of a prediction is the one of LinUCB
 * (Li et al. 2010). The ridge is renewed with every answer, so that a feature which says nothing for long is neither
 * forgotten into nonsense nor keeps the others from being forgotten.
 *
 * <p>Learning takes O(d³) with d = 8, about a microsecond, and is done by one thread at a time; what others would learn
 * meanwhile is left out. Predictions read coefficients that may be changing, each of which is whole.
 */
final class Residual {

    private static final double FORGETTING = 0.998;
    /** Answers without effect that a coefficient of zero stands for. */
    private static final double RIDGE = 3;

    private static final double MOST = 2.5;

    private final double[] coefficients = new double[Features.SIZE];
    /** Discounted sum of the products of features, with the ridge; the lower triangle. */
    private final double[][] gram = new double[Features.SIZE][Features.SIZE];
    /** Discounted sum of features times what was observed. */
    private final double[] moments = new double[Features.SIZE];
    /** Cholesky factor of the sum of products. */
    private final double[][] factor = new double[Features.SIZE][Features.SIZE];

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
        for (double part : forward(features)) {
            sum += part * part;
        }
        return Math.sqrt(sum);
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
        for (int i = 0; i < Features.SIZE; i++) {
            moments[i] = FORGETTING * moments[i] + x[i] * observed;
            for (int j = 0; j <= i; j++) {
                gram[i][j] = FORGETTING * gram[i][j] + x[i] * x[j] + (i == j ? (1 - FORGETTING) * RIDGE : 0);
            }
        }
        decompose();
        backward(forward(moments));
        samples++;
        if (!Double.isFinite(predict(x))) {
            reset();
        }
    }

    private void decompose() {
        for (int i = 0; i < Features.SIZE; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = gram[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
    }

    /** Solves the factor times what is returned for this. */
    private double[] forward(double[] right) {
        var solved = new double[Features.SIZE];
        for (int i = 0; i < Features.SIZE; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i][k] * solved[k];
            }
            solved[i] = sum / factor[i][i];
        }
        return solved;
    }

    /** Solves the transposed factor times the coefficients for this. */
    private void backward(double[] right) {
        for (int i = Features.SIZE - 1; i >= 0; i--) {
            double sum = right[i];
            for (int k = i + 1; k < Features.SIZE; k++) {
                sum -= factor[k][i] * coefficients[k];
            }
            coefficients[i] = sum / factor[i][i];
        }
    }

    private void reset() {
        Arrays.fill(coefficients, 0);
        Arrays.fill(moments, 0);
        for (int i = 0; i < Features.SIZE; i++) {
            Arrays.fill(gram[i], 0);
            gram[i][i] = RIDGE;
        }
        decompose();
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

package io.mnemesh.intelligence.errors.ranking;

import java.util.List;

/**
 * How sure an answer is that one of its resolutions will help, 0 to 1.
 *
 * <p>Each past error with a recorded resolution is a witness that counts by how similar it is; one of the same group
 * counts in full. With witnesses w₁ … wₙ the confidence is the rule of succession with a doubtful prior,
 * Σw / (Σw + 1), times the strongest witness. One identical resolved error gives one half; nothing resolved gives zero.
 */
public final class Confidence {

    private static final int WITNESSES = 10;

    private Confidence() {}

    /** @param resolved similarities of the past errors with a resolution, 0 to 1 */
    public static double of(List<Double> resolved) {
        double strongest =
                resolved.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double sum = resolved.stream()
                .sorted((a, b) -> Double.compare(b, a))
                .limit(WITNESSES)
                .mapToDouble(weight -> weight * weight)
                .sum();
        return strongest * sum / (sum + 1);
    }
}

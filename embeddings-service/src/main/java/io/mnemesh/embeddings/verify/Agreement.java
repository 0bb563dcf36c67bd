package io.mnemesh.embeddings.verify;

import io.mnemesh.embeddings.model.Precision;
import java.util.Locale;

/**
 * How well vectors agree with their references.
 *
 * @param texts      how many were compared
 * @param difference greatest difference of a value
 * @param cosine     smallest cosine of two vectors
 */
record Agreement(int texts, double difference, double cosine) {

    private static final double GREATEST_DIFFERENCE = 1e-4;
    private static final double SMALLEST_COSINE = 0.98;

    static final Agreement NONE = new Agreement(0, 0, 1);

    Agreement and(float[] vector, double[] reference) {
        double greatest = vector.length == reference.length ? 0 : Double.POSITIVE_INFINITY;
        double product = 0;
        double squares = 0;
        double theirs = 0;
        for (int d = 0; d < Math.min(vector.length, reference.length); d++) {
            greatest = Math.max(greatest, Math.abs(vector[d] - reference[d]));
            product += vector[d] * reference[d];
            squares += vector[d] * vector[d];
            theirs += reference[d] * reference[d];
        }
        return new Agreement(
                texts + 1, Math.max(difference, greatest), Math.min(cosine, product / Math.sqrt(squares * theirs)));
    }

    /** Whole numbers of weights cannot give the same values, only the same direction. */
    boolean enough(Precision precision) {
        return texts > 0
                && switch (precision) {
                    case FP32 -> difference <= GREATEST_DIFFERENCE;
                    case INT8 -> cosine >= SMALLEST_COSINE;
                };
    }

    String said(Precision precision) {
        return switch (precision) {
            case FP32 ->
                String.format(
                        Locale.ROOT,
                        "%d texts, greatest difference %.1e (at most %.0e)",
                        texts,
                        difference,
                        GREATEST_DIFFERENCE);
            case INT8 ->
                String.format(
                        Locale.ROOT, "%d texts, smallest cosine %.4f (at least %.2f)", texts, cosine, SMALLEST_COSINE);
        };
    }
}

package io.mnemesh.embeddings.inference;

/**
 * Mean over the tokens of one text, then length one (Reimers and Gurevych, "Sentence-BERT", 2019).
 *
 * <p>Sums run over the tokens in their order with one accumulator per dimension, and the norm in double precision, so
 * the result depends on nothing but the token vectors. Padding is masked by not being read. O(tokens × dimensions).
 */
final class MeanPooling {

    private MeanPooling() {}

    /** Adds the token vector at {@code from} in {@code hidden} to the sum. */
    static void add(float[] sum, float[] hidden, int from) {
        for (int d = 0; d < sum.length; d++) {
            sum[d] += hidden[from + d];
        }
    }

    /** Turns the sum of {@code tokens} vectors into their mean of length one. A zero vector stays zero. */
    static void finish(float[] sum, int tokens) {
        double squares = 0;
        for (int d = 0; d < sum.length; d++) {
            sum[d] /= tokens;
            squares += (double) sum[d] * sum[d];
        }
        scale(sum, squares);
    }

    private static void scale(float[] vector, double squares) {
        if (squares > 0) {
            double norm = Math.sqrt(squares);
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (vector[d] / norm);
            }
        }
    }
}

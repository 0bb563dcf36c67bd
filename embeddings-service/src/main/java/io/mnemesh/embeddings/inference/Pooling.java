package io.mnemesh.embeddings.inference;

/**
 * How the vectors of a text's tokens become the vector of the text (Reimers and Gurevych, "Sentence-BERT", 2019).
 *
 * <p>Everything runs over the tokens in their order with one accumulator per dimension, so the result depends on nothing
 * but the token vectors. Padding is masked by not being read. O(tokens × dimensions).
 */
public enum Pooling {
    /** Mean over all tokens, special ones included. */
    MEAN {
        @Override
        void pool(float[] hidden, int tokens, float[] vector) {
            sum(hidden, tokens, vector);
            divide(vector, tokens);
        }
    },
    /** Sum over all tokens, divided by the square root of their number. */
    MEAN_SQRT_LEN {
        @Override
        void pool(float[] hidden, int tokens, float[] vector) {
            sum(hidden, tokens, vector);
            divide(vector, (float) Math.sqrt(tokens));
        }
    },
    /** The vector of the first token. */
    CLS {
        @Override
        void pool(float[] hidden, int tokens, float[] vector) {
            System.arraycopy(hidden, 0, vector, 0, vector.length);
        }
    },
    /** The greatest value of each dimension. */
    MAX {
        @Override
        void pool(float[] hidden, int tokens, float[] vector) {
            System.arraycopy(hidden, 0, vector, 0, vector.length);
            for (int at = vector.length; at < tokens * vector.length; at += vector.length) {
                for (int d = 0; d < vector.length; d++) {
                    vector[d] = Math.max(vector[d], hidden[at + d]);
                }
            }
        }
    };

    /**
     * Pools one text.
     *
     * @param hidden token vectors, one after the other
     * @param tokens how many there are, at least one
     * @param vector takes the result; all zero before
     */
    abstract void pool(float[] hidden, int tokens, float[] vector);

    private static void sum(float[] hidden, int tokens, float[] vector) {
        for (int at = 0; at < tokens * vector.length; at += vector.length) {
            for (int d = 0; d < vector.length; d++) {
                vector[d] += hidden[at + d];
            }
        }
    }

    private static void divide(float[] vector, float by) {
        for (int d = 0; d < vector.length; d++) {
            vector[d] /= by;
        }
    }
}

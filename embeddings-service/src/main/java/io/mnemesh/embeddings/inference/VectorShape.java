package io.mnemesh.embeddings.inference;

/**
 * How a model's output becomes vectors.
 *
 * @param dimensions length of a vector
 * @param pooling    how token vectors become one
 * @param normalized whether vectors get length one
 * @param padToken   id that fills shorter sequences up; some models count positions over what is not this id
 */
public record VectorShape(int dimensions, Pooling pooling, boolean normalized, int padToken) {

    public VectorShape {
        if (dimensions < 1 || padToken < 0) {
            throw new IllegalArgumentException("Vectors have dimensions, and the pad token is an id.");
        }
    }
}

package io.mnemesh.embeddings.vector;

/**
 * The vector of a text and how much of the text it stands for.
 *
 * @param vector shared, do not change it
 * @param tokens tokens the model read, special ones included
 * @param total  tokens of the whole text
 */
public record Embedded(float[] vector, int tokens, int total) {

    /** Whether the end of the text was cut off. */
    public boolean truncated() {
        return total > tokens;
    }
}

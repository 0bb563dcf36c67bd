package io.mnemesh.embeddings.vector;

/**
 * The vector of a text of a request.
 *
 * @param vector shared, do not change it
 * @param tokens tokens the model read, special ones included
 * @param total  tokens of the whole text
 * @param parts  parts the text was read in; more than one for the mean of a long text
 */
public record TextVector(float[] vector, int tokens, int total, int parts) {

    static TextVector of(Embedded embedded) {
        return new TextVector(embedded.vector(), embedded.tokens(), embedded.total(), 1);
    }

    /** Whether the end of the text was not read. */
    public boolean truncated() {
        return total > tokens;
    }

    /** Whether the text was longer than the model reads. */
    public boolean isLong() {
        return truncated() || parts > 1;
    }
}

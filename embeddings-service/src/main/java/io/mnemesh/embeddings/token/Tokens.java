package io.mnemesh.embeddings.token;

import java.util.Arrays;

/**
 * The token ids of one text as the model reads them, special tokens included.
 *
 * @param ids   at least one id, at most the model's limit; do not change the array
 * @param total how many there were before the text was cut to the limit
 */
public record Tokens(int[] ids, int total) {

    public Tokens {
        if (ids.length == 0 || total < ids.length) {
            throw new IllegalArgumentException("A text has at least one token and never more than it began with.");
        }
    }

    public int length() {
        return ids.length;
    }

    /** Whether the end of the text was cut off. */
    public boolean truncated() {
        return total > ids.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens tokens && total == tokens.total && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + total;
    }

    @Override
    public String toString() {
        return "Tokens[" + ids.length + " of " + total + "]";
    }
}

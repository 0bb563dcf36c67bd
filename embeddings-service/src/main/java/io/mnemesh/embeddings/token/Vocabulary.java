package io.mnemesh.embeddings.token;

/**
 * What the tokeniser has to know about a model's token ids.
 *
 * @param size       ids are 0 to {@code size - 1}
 * @param startToken id that every text begins with
 * @param endToken   id that every text ends with, also when it was cut
 * @param maxTokens  longest sequence, special tokens included
 */
public record Vocabulary(int size, int startToken, int endToken, int maxTokens) {

    public Vocabulary {
        if (startToken < 0 || startToken >= size || endToken < 0 || endToken >= size) {
            throw new IllegalArgumentException("Start and end token are ids of the vocabulary.");
        }
        if (maxTokens < 3) {
            throw new IllegalArgumentException("A sequence holds at least one token between start and end.");
        }
    }

    /**
     * The tokens of a complete sequence, cut on the right if it is too long. The last token stays the end token.
     *
     * @param ids from start token to end token
     */
    Tokens cut(long[] ids) {
        int length = Math.min(ids.length, maxTokens);
        var cut = new int[length];
        for (int i = 0; i < length; i++) {
            cut[i] = (int) ids[i];
        }
        if (length < ids.length) {
            cut[length - 1] = endToken;
        }
        return new Tokens(cut, ids.length);
    }

    /**
     * The tokens of ids a caller brought. Start and end token are added unless the ids begin with the start token.
     *
     * @throws IllegalArgumentException with a sentence for the caller if there are none or one is not of this vocabulary
     */
    public Tokens of(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("There are no token ids.");
        }
        for (int id : ids) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in this model's vocabulary of " + size + " ids.");
            }
        }
        boolean complete = ids[0] == startToken;
        var sequence = new long[complete ? ids.length : ids.length + 2];
        for (int i = 0; i < ids.length; i++) {
            sequence[complete ? i : i + 1] = ids[i];
        }
        if (!complete) {
            sequence[0] = startToken;
            sequence[sequence.length - 1] = endToken;
        }
        return cut(sequence);
    }
}

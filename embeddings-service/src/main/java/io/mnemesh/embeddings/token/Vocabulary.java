package io.mnemesh.embeddings.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
     * The tokens of a complete sequence in as few parts as the model can read, all of about the same length, each from
     * start token to end token.
     *
     * @param ids from start token to end token
     */
    public List<Tokens> windows(int[] ids) {
        int inner = ids.length - (ids[ids.length - 1] == endToken ? 2 : 1);
        int count = Math.max(1, Math.ceilDiv(inner, maxTokens - 2));
        var windows = new ArrayList<Tokens>(count);
        for (int window = 0; window < count; window++) {
            int from = 1 + (int) ((long) inner * window / count);
            int to = 1 + (int) ((long) inner * (window + 1) / count);
            var part = new int[to - from + 2];
            part[0] = ids[0];
            System.arraycopy(ids, from, part, 1, to - from);
            part[part.length - 1] = endToken;
            windows.add(new Tokens(part, part.length));
        }
        return windows;
    }

    /**
     * The tokens of a complete sequence, cut on the left if it is too long. The first token stays the start token.
     *
     * @param ids from start token to end token
     */
    public Tokens ending(int[] ids) {
        int length = Math.min(ids.length, maxTokens);
        int[] end = Arrays.copyOfRange(ids, ids.length - length, ids.length);
        end[0] = ids[0];
        return new Tokens(end, ids.length);
    }

    /** The tokens of a complete sequence, cut on the right if it is too long. */
    public Tokens cut(int[] ids) {
        return cut(Arrays.stream(ids).asLongStream().toArray());
    }

    /**
     * The complete sequence of ids a caller brought. Start and end token are added unless the ids begin with the start
     * token.
     *
     * @throws IllegalArgumentException with a sentence for the caller if there are none or one is not of this vocabulary
     */
    public int[] complete(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("There are no token ids.");
        }
        for (int id : ids) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in this model's vocabulary of " + size + " ids.");
            }
        }
        if (ids[0] == startToken) {
            return ids;
        }
        var sequence = new int[ids.length + 2];
        System.arraycopy(ids, 0, sequence, 1, ids.length);
        sequence[0] = startToken;
        sequence[sequence.length - 1] = endToken;
        return sequence;
    }
}

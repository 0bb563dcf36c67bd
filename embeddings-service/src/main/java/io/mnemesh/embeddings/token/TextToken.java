package io.mnemesh.embeddings.token;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import org.jspecify.annotations.Nullable;

/**
 * A token and its place in the text.
 *
 * @param id      its id in the vocabulary
 * @param text    the piece of the text it stands for, or its name if it stands for none
 * @param special whether it stands for no piece of the text
 * @param start   where the piece begins, in code points
 * @param stop    where the piece ends, in code points
 */
public record TextToken(
        int id,
        String text,
        boolean special,
        @Nullable Integer start,
        @Nullable Integer stop) {

    static TextToken of(int id, String name, boolean special, @Nullable CharSpan span, String text) {
        if (special || span == null) {
            return new TextToken(id, name, special, null, null);
        }
        int from = text.offsetByCodePoints(0, span.getStart());
        int to = text.offsetByCodePoints(from, span.getEnd() - span.getStart());
        return new TextToken(id, text.substring(from, to), false, span.getStart(), span.getEnd());
    }
}

package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request in the shape of Text Embeddings Inference says about long texts: refused unless it wants them cut. */
final class Truncation {

    private Truncation() {}

    /**
     * @param truncate  whether long texts are cut
     * @param direction {@code right}, which is usual, or {@code left}
     * @throws ProblemException {@code invalid-value} for another direction
     */
    static LongText policy(@Nullable Boolean truncate, @Nullable String direction) {
        LongText cut =
                switch (direction == null ? "right" : direction.toLowerCase(Locale.ROOT)) {
                    case "right" -> LongText.END;
                    case "left" -> LongText.START;
                    default ->
                        throw ProblemException.invalid(
                                "truncation_direction", "Texts are truncated on the right or on the left.");
                };
        return Boolean.TRUE.equals(truncate) ? cut : LongText.ERROR;
    }
}

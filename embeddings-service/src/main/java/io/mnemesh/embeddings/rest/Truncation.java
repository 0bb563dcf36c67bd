package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.mesh.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What a request in the shape of Text Embeddings Inference says about long texts: refused unless it wants them cut. */
final class Truncation {

    private Truncation() {}

    /** @throws ProblemException {@code invalid-value} for truncation on the left */
    static LongText policy(@Nullable Boolean truncate, @Nullable String direction) {
        if (direction != null && !direction.equalsIgnoreCase("right")) {
            throw ProblemException.invalid("truncation_direction", "Texts are truncated on the right.");
        }
        return Boolean.TRUE.equals(truncate) ? LongText.END : LongText.ERROR;
    }
}

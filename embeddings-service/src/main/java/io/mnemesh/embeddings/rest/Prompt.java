package io.mnemesh.embeddings.rest;

import io.mnemesh.mesh.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that a request in the shape of Text Embeddings Inference names. There are none here, and to leave one out in
 * silence would give the vector of another text.
 */
final class Prompt {

    private Prompt() {}

    /** @throws ProblemException {@code invalid-value} if one is named */
    static void requireNone(String field, @Nullable String name) {
        if (name != null) {
            throw ProblemException.invalid(field, "There are no prompts here; put the prompt before the text.");
        }
    }
}

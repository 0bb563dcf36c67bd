package io.mnemesh.embeddings.rest;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.work.Lane;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header that chooses the lane: interactive, standard or bulk. */
final class LaneHeader {

    static final String NAME = "Mnemesh-Lane";

    private LaneHeader() {}

    /** @throws ProblemException {@code invalid-value} for another lane */
    static Lane read(@Nullable String name) {
        if (name == null) {
            return Lane.STANDARD;
        }
        try {
            return Lane.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(NAME, "A lane is interactive, standard or bulk.");
        }
    }
}

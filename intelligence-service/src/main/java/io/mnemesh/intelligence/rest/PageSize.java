package io.mnemesh.intelligence.rest;

import io.mnemesh.mesh.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Most items of a page, as a caller asks for them. */
public final class PageSize {

    private static final int USUAL = 20;
    private static final int LARGEST = 100;

    private PageSize() {}

    /** @throws ProblemException {@code invalid-value} if it is not a number from 1 to {@value #LARGEST} */
    public static int of(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        try {
            int size = Integer.parseInt(limit);
            if (size >= 1 && size <= LARGEST) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw bad();
        }
        throw bad();
    }

    private static ProblemException bad() {
        return ProblemException.invalid("limit", "The limit must be a number from 1 to " + LARGEST + ".");
    }
}

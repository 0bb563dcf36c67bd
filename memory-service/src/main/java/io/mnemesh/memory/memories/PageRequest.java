package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit most items, 1 to {@value #MAX_LIMIT}
 * @param after position the page starts after; null for the first page
 */
public record PageRequest(int limit, @Nullable Position after) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /**
     * Reads what the caller asked for, or throws {@code invalid-value}.
     *
     * @param list what is listed; a cursor only goes on in the list it came from
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor, String list) {
        int most = limit == null ? DEFAULT_LIMIT : limit;
        if (most < 1 || most > MAX_LIMIT) {
            throw ProblemException.invalid("limit", "'limit' must be from 1 to " + MAX_LIMIT + ".");
        }
        return new PageRequest(most, cursor == null ? null : Position.decode(cursor, list));
    }
}

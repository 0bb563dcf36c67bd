package io.mnemesh.gateway.paging;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted. A cursor is the last key of the page before, in base64url; callers do not look inside.
 *
 * @param after key the page begins behind; null for the first page
 * @param limit items at most
 */
public record PageRequest(@Nullable String after, int limit) {

    public static final int MOST = 200;

    /**
     * Reads the query parameters.
     *
     * @throws ProblemException {@code invalid-value} naming the parameter that is wrong
     */
    public static PageRequest of(@Nullable String cursor, int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "A page has 1 to " + MOST + " items.");
        }
        return new PageRequest(cursor == null ? null : decode(cursor), limit);
    }

    /**
     * {@link #after} as an id.
     *
     * @throws ProblemException {@code invalid-value} if it is none
     */
    public @Nullable UUID afterId() {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    /** Items to ask the database for: one more than wanted, to know whether there is another page. */
    public int fetched() {
        return limit + 1;
    }

    /** Cuts what was fetched to the page. */
    public <T> Page<T> cut(List<T> fetched, Function<T, String> key) {
        if (fetched.size() <= limit) {
            return new Page<>(List.copyOf(fetched), null);
        }
        List<T> items = List.copyOf(fetched.subList(0, limit));
        return new Page<>(items, encode(key.apply(items.getLast())));
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        String key;
        try {
            key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        if (key.isEmpty() || !encode(key).equals(cursor) || key.indexOf('\0') >= 0) {
            throw wrong();
        }
        return key;
    }

    private static ProblemException wrong() {
        return ProblemException.invalid("cursor", "Send the nextCursor of the page before, unchanged.");
    }

    /**
     * A page in the making.
     *
     * @param nextCursor null if there is no more
     */
    public record Page<T>(List<T> items, @Nullable String nextCursor) {}
}

package io.mnemesh.intelligence.workflow.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a list that is sorted by a number, the largest first, and then by a text. A cursor holds the number and a
 * fingerprint of the text of the last item, so that a page goes on where the one before ended although the list grows.
 *
 * @param size  items of a page
 * @param after the cursor of the page before; null for the first page
 */
record Paging(int size, @Nullable String after) {

    private static final int STANDARD = 20;
    private static final int LARGEST = 100;
    private static final int CURSOR = Long.BYTES + Integer.BYTES * 2;

    /** @throws ProblemException {@code invalid-value} for a limit that is none */
    static Paging of(@Nullable String limit, @Nullable String cursor) {
        if (limit == null) {
            return new Paging(STANDARD, cursor);
        }
        try {
            int size = Integer.parseInt(limit);
            if (size >= 1 && size <= LARGEST) {
                return new Paging(size, cursor);
            }
        } catch (NumberFormatException e) {
            throw badLimit();
        }
        throw badLimit();
    }

    /** What of an item the list is sorted by. */
    interface Order<T> {
        long number(T item);

        String text(T item);
    }

    /** A page and the cursor of the next one; null if it is the last. */
    record Page<T>(List<T> items, @Nullable String next) {}

    /** @throws ProblemException {@code invalid-value} for a cursor that is not ours */
    <T> Page<T> of(List<T> sorted, Order<T> order) {
        int from = after == null ? 0 : start(sorted, order, after);
        int to = Math.min(sorted.size(), from + size);
        return new Page<>(sorted.subList(from, to), to < sorted.size() ? cursor(sorted.get(to - 1), to, order) : null);
    }

    private static <T> int start(List<T> sorted, Order<T> order, String cursor) {
        ByteBuffer last = decode(cursor);
        long number = last.getLong();
        int hash = last.getInt();
        int place = last.getInt();
        for (int i = 0; i < sorted.size(); i++) {
            T item = sorted.get(i);
            if (order.number(item) == number && order.text(item).hashCode() == hash) {
                return i + 1;
            }
            if (order.number(item) < number) {
                return Math.max(0, Math.min(i, place));
            }
        }
        return Math.max(0, Math.min(sorted.size(), place));
    }

    private static <T> String cursor(T item, int place, Order<T> order) {
        byte[] bytes = ByteBuffer.allocate(CURSOR)
                .putLong(order.number(item))
                .putInt(order.text(item).hashCode())
                .putInt(place)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ByteBuffer decode(String cursor) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == CURSOR) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    private static ProblemException notOurs() {
        return ProblemException.invalid("cursor", "The cursor is not one that nextCursor gave.");
    }

    private static ProblemException badLimit() {
        return ProblemException.invalid("limit", "The limit must be a number from 1 to " + LARGEST + ".");
    }
}

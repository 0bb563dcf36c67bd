package io.mnemesh.mesh.deadline;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The header with the time that is left, which the gateway sends with each request: a duration, so that clocks need not agree. */
public final class RequestDeadline {

    /** Whole milliseconds that the sender still waits. */
    public static final String HEADER = "X-Mnemesh-Deadline";

    private static final int MOST_DIGITS = 9;

    private RequestDeadline() {}

    /**
     * When the sender stops waiting.
     *
     * @param arrivedAt of {@link System#nanoTime()}
     * @return of the same clock; empty if the header is not there or is no number of milliseconds
     */
    public static OptionalLong endsAt(@Nullable String header, long arrivedAt) {
        OptionalLong millis = millis(header);
        return millis.isPresent()
                ? OptionalLong.of(arrivedAt + TimeUnit.MILLISECONDS.toNanos(millis.getAsLong()))
                : OptionalLong.empty();
    }

    /** The time that a header says is left; empty if it is not there or is no number of milliseconds. */
    public static OptionalLong millis(@Nullable String header) {
        boolean number = header != null
                && !header.isEmpty()
                && header.length() <= MOST_DIGITS
                && header.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? OptionalLong.of(Long.parseLong(header)) : OptionalLong.empty();
    }
}

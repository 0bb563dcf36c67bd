package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.deadline.RequestDeadline;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Until when a request is worth answering: the time its client has left, as far as it says so, but not longer than the
 * gateway waits. What is left of it goes on to the service.
 *
 * @param endsAt of {@link System#nanoTime()}
 * @param asked  whether the client's time is the shorter, so that its end says nothing about the service
 */
record Deadline(long endsAt, boolean asked) {

    /**
     * Reads the header.
     *
     * @param longest how long the gateway waits
     * @throws ProblemException {@code malformed-request} if it is no number of milliseconds, {@code deadline-exceeded} if none
     *     are left
     */
    static Deadline of(@Nullable String header, Duration longest, long now) {
        if (header == null) {
            return new Deadline(now + longest.toNanos(), false);
        }
        long asked = RequestDeadline.millis(header)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.MALFORMED_REQUEST,
                        RequestDeadline.HEADER + " is the time that is left, in whole milliseconds."));
        if (asked == 0) {
            throw new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The request came with no time left.");
        }
        boolean shorter = asked < longest.toMillis();
        return new Deadline(now + (shorter ? TimeUnit.MILLISECONDS.toNanos(asked) : longest.toNanos()), shorter);
    }

    /** Whole milliseconds that are left, at least 1. */
    long leftMillis(long now) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(endsAt - now));
    }
}

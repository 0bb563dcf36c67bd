package io.mnemesh.realtime.archive;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Place of an event in the archive's order. Clients get it as an opaque string.
 *
 * @param time first by this
 * @param id   then by this
 */
record EventCursor(Instant time, UUID id) {

    String encode() {
        String text = time + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException {@code invalid-value} if no cursor was encoded like this */
    static EventCursor decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = text.indexOf(' ');
            if (space > 0) {
                return new EventCursor(
                        Instant.parse(text.substring(0, space)), UUID.fromString(text.substring(space + 1)));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalid("cursor", "'cursor' is the nextCursor of an earlier answer, unchanged.");
    }
}

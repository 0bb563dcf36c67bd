package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list: that of one memory by time and id (keyset pagination: no page is skipped or repeated while others
 * write).
 *
 * @param happenedAt its event time, or record time where that is unknown
 * @param id         its id
 */
public record Position(Instant happenedAt, UUID id) {

    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + Integer.BYTES + 3 * Long.BYTES;

    /** The position of this memory. */
    public static Position of(Memory memory) {
        return new Position(memory.happenedAt(), memory.id());
    }

    /** An opaque token. {@code list} is what is listed; the token is of no use in another list. */
    public String encode(String list) {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putInt(list.hashCode())
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, happenedAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Position decode(String token, String list) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        if (bytes.length != LENGTH) {
            throw bad();
        }
        var in = ByteBuffer.wrap(bytes);
        if (in.get() != FORMAT || in.getInt() != list.hashCode()) {
            throw bad();
        }
        long micros = in.getLong();
        if (Math.abs(micros / 1_000_000) > 400_000_000_000L) {
            throw bad();
        }
        return new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(in.getLong(), in.getLong()));
    }

    private static ProblemException bad() {
        return ProblemException.invalid(
                "cursor", "'cursor' must be a 'nextCursor' of an earlier page of the same list.");
    }
}

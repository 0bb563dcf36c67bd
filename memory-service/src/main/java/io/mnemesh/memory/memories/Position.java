package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
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
        return PageToken.encode(ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putInt(list.hashCode())
                .putLong(PageToken.micros(happenedAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static Position decode(String token, String list) {
        ByteBuffer in = PageToken.decode(token, LENGTH, Position::bad);
        if (in.get() != FORMAT || in.getInt() != list.hashCode()) {
            throw bad();
        }
        return new Position(PageToken.time(in.getLong(), Position::bad), new UUID(in.getLong(), in.getLong()));
    }

    private static ProblemException bad() {
        return ProblemException.invalid(
                "cursor", "'cursor' must be a 'nextCursor' of an earlier page of the same list.");
    }
}

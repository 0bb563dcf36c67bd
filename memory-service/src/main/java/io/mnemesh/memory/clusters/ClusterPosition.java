package io.mnemesh.memory.clusters;

import io.mnemesh.memory.memories.PageToken;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A place in the list of clusters.
 *
 * @param size members of the last one
 * @param id   its id
 */
public record ClusterPosition(long size, UUID id) {

    /** Before the first. */
    public static final ClusterPosition START = new ClusterPosition(Long.MAX_VALUE, new UUID(0, 0));

    private static final byte FORMAT = 2;
    private static final int LENGTH = 1 + 3 * Long.BYTES;

    /** An opaque token. */
    String encode() {
        return PageToken.encode(ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .putLong(size)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /** The place a token names, or {@code invalid-value}. */
    public static ClusterPosition decode(String token) {
        ByteBuffer in = PageToken.decode(token, LENGTH, ClusterPosition::bad);
        if (in.get() != FORMAT) {
            throw bad();
        }
        return new ClusterPosition(in.getLong(), new UUID(in.getLong(), in.getLong()));
    }

    private static ProblemException bad() {
        return ProblemException.invalid(
                "cursor", "'cursor' must be a 'nextCursor' of an earlier page of the same list.");
    }
}

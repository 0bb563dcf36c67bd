package io.mnemesh.memory.search;

import io.mnemesh.memory.current.Bias;
import io.mnemesh.memory.index.IndexPosition;
import io.mnemesh.memory.memories.PageToken;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where a page of a search ended. It only goes on in the same search, asked at the same time and searched the same way.
 *
 * @param askedAt  when the first page was asked, to the microsecond
 * @param hybrid   true if it was searched by meaning too
 * @param position the last hit
 */
record SearchCursor(Instant askedAt, boolean hybrid, IndexPosition position) {

    private static final byte FORMAT = 1;
    private static final int LENGTH = 2 + 2 * Integer.BYTES + 4 * Long.BYTES;

    /** An opaque token. */
    String encode(Search search) {
        return PageToken.encode(ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .put((byte) (hybrid ? 1 : 0))
                .putInt(fingerprint(search))
                .putInt(position.band())
                .putLong(PageToken.micros(askedAt))
                .putDouble(position.score())
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits())
                .array());
    }

    static SearchCursor decode(String token, Search search) {
        ByteBuffer in = PageToken.decode(token, LENGTH, SearchCursor::bad);
        byte format = in.get();
        boolean hybrid = in.get() == 1;
        int fingerprint = in.getInt();
        int band = in.getInt();
        if (format != FORMAT || fingerprint != fingerprint(search) || band < 0) {
            throw bad();
        }
        return new SearchCursor(
                PageToken.time(in.getLong(), SearchCursor::bad),
                hybrid,
                new IndexPosition(band, in.getDouble(), new UUID(in.getLong(), in.getLong())));
    }

    private static int fingerprint(Search search) {
        Bias bias = search.bias();
        return (search.query()
                        + '|'
                        + search.filter().canonical()
                        + search.validity().canonical()
                        + '|'
                        + new TreeMap<>(search.priors())
                        + (bias == null ? "" : "|" + bias.canonical()))
                .hashCode();
    }

    private static ProblemException bad() {
        return ProblemException.invalid(
                "cursor", "'cursor' must be a 'nextCursor' of an earlier page of the same search.");
    }
}

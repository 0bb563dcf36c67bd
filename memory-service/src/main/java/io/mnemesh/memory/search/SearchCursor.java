package io.mnemesh.memory.search;

import io.mnemesh.memory.index.IndexPosition;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
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
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(FORMAT)
                .put((byte) (hybrid ? 1 : 0))
                .putInt(fingerprint(search))
                .putInt(position.band())
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, askedAt))
                .putDouble(position.score())
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static SearchCursor decode(String token, Search search) {
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
        byte format = in.get();
        boolean hybrid = in.get() == 1;
        int fingerprint = in.getInt();
        int band = in.getInt();
        long micros = in.getLong();
        if (format != FORMAT
                || fingerprint != fingerprint(search)
                || band < 0
                || Math.abs(micros / 1_000_000) > 400_000_000_000L) {
            throw bad();
        }
        return new SearchCursor(
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                hybrid,
                new IndexPosition(band, in.getDouble(), new UUID(in.getLong(), in.getLong())));
    }

    private static int fingerprint(Search search) {
        return (search.query() + '|' + search.filter().canonical() + '|' + new TreeMap<>(search.priors())).hashCode();
    }

    private static ProblemException bad() {
        return ProblemException.invalid(
                "cursor", "'cursor' must be a 'nextCursor' of an earlier page of the same search.");
    }
}

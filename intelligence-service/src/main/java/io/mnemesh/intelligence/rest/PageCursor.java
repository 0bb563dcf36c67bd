package io.mnemesh.intelligence.rest;

import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** The opaque form of a position in a list that is ordered by time. */
public final class PageCursor {

    private static final int SIZE = 3 * Long.BYTES;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private PageCursor() {}

    public static String of(Position position) {
        var bytes = ByteBuffer.allocate(SIZE)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.at()))
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws ProblemException {@code invalid-value} if it is not one of ours */
    public static Position position(String cursor) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() == SIZE) {
                Instant at = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
                if (at.isAfter(EARLIEST) && at.isBefore(LATEST)) {
                    return new Position(at, new UUID(bytes.getLong(), bytes.getLong()));
                }
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    private static ProblemException notOurs() {
        return ProblemException.invalid("cursor", "The cursor is not one that nextCursor gave.");
    }
}

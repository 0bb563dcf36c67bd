package io.mnemesh.mesh.identity;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The Redis stream that carries revocations: the fields {@code grant} and {@code until} in milliseconds of the epoch. */
public final class RevocationStream {

    /** Key of the stream. */
    public static final String KEY = "mnemesh:{revocations}";

    private static final String GRANT = "grant";
    private static final String UNTIL = "until";

    private RevocationStream() {}

    /**
     * The command that tells of a revocation and drops what is older than any token.
     *
     * @param endsAt when the last token of the grant has ended
     * @param keep   how long tokens live at most
     */
    public static Request add(String grant, Instant endsAt, Instant now, Duration keep) {
        return Request.cmd(Command.XADD)
                .arg(KEY)
                .arg("MINID")
                .arg("~")
                .arg(now.minus(keep).toEpochMilli())
                .arg("*")
                .arg(GRANT)
                .arg(grant)
                .arg(UNTIL)
                .arg(endsAt.toEpochMilli());
    }

    /**
     * An entry of the stream.
     *
     * @param until when it may be forgotten
     */
    record Revocation(String id, String grant, long until) {

        /** Null if the entry has not the form of a revocation. */
        static @Nullable Revocation read(Response entry) {
            Response fields = entry.get(1);
            String grant = null;
            String until = null;
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                switch (fields.get(i).toString()) {
                    case GRANT -> grant = fields.get(i + 1).toString();
                    case UNTIL -> until = fields.get(i + 1).toString();
                    default -> {
                        // a later version may say more
                    }
                }
            }
            if (grant == null || until == null) {
                return null;
            }
            try {
                return new Revocation(entry.get(0).toString(), grant, Long.parseLong(until));
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}

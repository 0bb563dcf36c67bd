package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.history.ChannelLog.Published;
import io.netty.util.concurrent.EventExecutor;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection publishes. A publication is acknowledged when it is in the history and on its way to the nodes;
 * those that wait for that are bounded. Confined to the connection's event loop.
 */
final class Publishing {

    private static final int MOST_UNDER_WAY = 64;

    private final Sessions shared;
    private final EventExecutor loop;
    private final String client;
    private int underWay;

    /** @param client id of the connection */
    Publishing(Sessions shared, EventExecutor loop, String client) {
        this.shared = shared;
        this.loop = loop;
        this.client = client;
    }

    /**
     * Publishes once for each key, if there is one.
     *
     * @return where it is, on the event loop; fails with {@code unavailable} when that is not known, with {@code
     *     idempotency-mismatch} if something else was published under the key
     * @throws ProblemException if it is refused
     */
    Uni<Published> publish(Identity caller, String name, byte[] data, @Nullable String key) {
        Channel channel = shared.directory().find(caller.tenant(), name).forPublisher(caller);
        byte[] payload = atMost(JsonData.oneLine(atMost(data)));
        admit(caller);
        underWay++;
        var publisher = new Member(caller.subject(), client);
        Uni<Published> sent = key == null
                ? shared.log().publish(channel.id(), shared.ids().next().toString(), payload, publisher)
                : shared.log()
                        .publishOnce(
                                channel.id(),
                                "k-" + digest(caller.subject(), utf8(key)),
                                payload,
                                digest("", payload),
                                publisher);
        return sent.onFailure()
                .transform(failure -> unavailable(channel, failure))
                .emitOn(loop)
                .onItemOrFailure()
                .invoke((published, failure) -> {
                    underWay--;
                    if (published != null && published.sameContent()) {
                        shared.meters().published(published.first());
                    }
                })
                .invoke(published -> {
                    if (!published.sameContent()) {
                        throw new ProblemException(
                                ProblemType.IDEMPOTENCY_MISMATCH,
                                "Under this key you published something else; take another key for it.",
                                Map.of("channel", name),
                                null,
                                null);
                    }
                });
    }

    private void admit(Identity caller) {
        if (underWay >= MOST_UNDER_WAY) {
            throw tooMany(MOST_UNDER_WAY, "%d publications of this connection are under way; wait for their answers.");
        }
        if (!shared.users().mayPublish(caller)) {
            throw tooMany(shared.publish().rate(), "You may publish %d times per second.");
        }
    }

    private byte[] atMost(byte[] data) {
        long limit = shared.publish().maxSize().asLongValue();
        if (data.length > limit) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A publication may have %d bytes.".formatted(limit),
                    Map.of("limit", limit),
                    null,
                    null);
        }
        return data;
    }

    private static ProblemException tooMany(int limit, String detail) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                detail.formatted(limit),
                Map.of("limit", limit),
                Duration.ofSeconds(1),
                null);
    }

    private static ProblemException unavailable(Channel channel, Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "Whether it was published is not known; with a key it can be published again.",
                Map.of("channel", channel.name()),
                Duration.ofSeconds(1),
                cause);
    }

    /** Keys of different users are different, and no event of the mesh has an id like these. */
    private static String digest(String user, byte[] content) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(utf8(user));
            sha.update((byte) 0);
            return HexFormat.of().formatHex(sha.digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.mnemesh.realtime.session;

import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.realtime.backbone.Backbone;
import io.mnemesh.realtime.centrifuge.Emulation;
import io.mnemesh.realtime.centrifuge.EmulationRequest;
import io.mnemesh.realtime.fanout.ShardedPubSub;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this node whose commands come apart from their connections, to whichever node. A node passes commands
 * for another one on through Redis, where each node listens to a key of its own; who knows the session's name speaks for
 * it. Nothing is kept: commands that reach no node are refused, and the client connects anew. Thread-safe.
 */
@Startup
@Singleton
class EmulatedSessions implements ShardedPubSub.Listener {

    /** What nodes are called; nothing else gets into a key. */
    private static final Pattern NODE = Pattern.compile("[a-z][a-z-]{0,40}-[0-9a-f]{16}");

    private static final int NAME_BYTES = 16;

    private final RedisLines redis;
    private final String node;
    private final ShardedPubSub inbox;
    private final ConcurrentMap<UUID, EmulatedSession> sessions = new ConcurrentHashMap<>();

    EmulatedSessions(Vertx vertx, RedisLines redis, Backbone backbone, MeshInstance instance) {
        this.redis = redis;
        this.node = instance.id();
        this.inbox = new ShardedPubSub(() -> Redis.createClient(vertx, redis.options()), backbone.context());
        inbox.start(this);
    }

    @PreDestroy
    void close() {
        inbox.close();
    }

    /** Where the commands of a session on this node go. */
    Emulation address(UUID name) {
        return new Emulation(name.toString(), node);
    }

    void add(UUID name, EmulatedSession session) {
        sessions.put(name, session);
    }

    void remove(UUID name) {
        sessions.remove(name);
    }

    /**
     * Brings commands to the node they are for. A session that is over there does not want them any more.
     *
     * @return false if there is no such node
     */
    Uni<Boolean> deliver(EmulationRequest request) {
        String to = request.to().node();
        UUID name = name(request.to().session());
        if (name == null || !NODE.matcher(to).matches()) {
            return Uni.createFrom().item(false);
        }
        if (to.equals(node)) {
            receive(name, request.data());
            return Uni.createFrom().item(true);
        }
        return redis.send(Request.cmd(Command.SPUBLISH).arg(key(to)).arg(letter(name, request.data())))
                .map(listeners -> listeners != null && listeners.toLong() > 0);
    }

    @Override
    public void onConnected() {
        inbox.subscribe(key(node));
    }

    @Override
    public void onDisconnected() {
        // Meanwhile other nodes find nobody here and say so.
    }

    @Override
    public void onSubscribed(String key) {
        // From now on they find this node.
    }

    @Override
    public void onUnsubscribed(String key) {
        inbox.subscribe(key(node));
    }

    @Override
    public void onMessage(String key, byte[] message) {
        if (message.length >= NAME_BYTES) {
            ByteBuffer letter = ByteBuffer.wrap(message);
            var name = new UUID(letter.getLong(), letter.getLong());
            byte[] data = new byte[letter.remaining()];
            letter.get(data);
            receive(name, data);
        }
    }

    private void receive(UUID name, byte[] data) {
        EmulatedSession session = sessions.get(name);
        if (session != null) {
            session.receive(data);
        }
    }

    /** The session's name in 16 bytes, then what is for it. */
    private static Buffer letter(UUID name, byte[] data) {
        return Buffer.buffer(NAME_BYTES + data.length)
                .appendLong(name.getMostSignificantBits())
                .appendLong(name.getLeastSignificantBits())
                .appendBytes(data);
    }

    private static String key(String node) {
        return "mnemesh:{realtime:" + node + "}:emulation";
    }

    private static @Nullable UUID name(String session) {
        try {
            return UUID.fromString(session);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

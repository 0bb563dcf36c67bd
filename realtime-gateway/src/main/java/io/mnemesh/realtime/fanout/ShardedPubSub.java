package io.mnemesh.realtime.fanout;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sharded pub/sub of Redis 7: a message travels only through the shard that owns its key's slot and only to nodes that
 * have subscribed to it. One connection, or one for each shard with Redis Cluster, connected anew until it is closed.
 * Confined to one event loop.
 */
public final class ShardedPubSub {

    private static final MeshLog LOG = MeshLog.of(ShardedPubSub.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;
    private static final long PING_SECONDS = 5;
    private static final long CONNECT_SECONDS = 3;

    private final Supplier<Redis> clients;
    private final ContextInternal context;
    private final EventExecutor loop;
    private @Nullable Listener listener;
    private @Nullable Wire wire;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean pinged;
    private boolean closed;

    /**
     * @param clients makes a client of its own for each connection
     * @param context on whose event loop the connection is and the listener is called
     */
    public ShardedPubSub(Supplier<Redis> clients, ContextInternal context) {
        this.clients = clients;
        this.context = context;
        this.loop = context.nettyEventLoop();
    }

    public void start(Listener told) {
        loop.execute(() -> {
            listener = told;
            connect();
        });
        var _ = loop.scheduleAtFixedRate(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for the messages of a key; answered with {@link Listener#onSubscribed}. Ignored without a connection. */
    public void subscribe(String key) {
        send(Request.cmd(Command.SSUBSCRIBE).arg(key));
    }

    public void unsubscribe(String key) {
        send(Request.cmd(Command.SUNSUBSCRIBE).arg(key));
    }

    public void close() {
        loop.execute(() -> {
            closed = true;
            if (wire != null) {
                close(wire.client());
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        context.runOnContext(_ -> open(clients.get()));
    }

    private void open(Redis client) {
        client.connect()
                .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .onComplete(connected -> loop.execute(() -> {
                    if (connected.succeeded()) {
                        onConnected(new Wire(client, connected.result()));
                    } else {
                        client.close();
                        connectLater();
                    }
                }));
    }

    private void onConnected(Wire fresh) {
        wire = fresh;
        pinged = false;
        pauseMs = FIRST_PAUSE_MS;
        fresh.connection().handler(push -> loop.execute(() -> onPush(push)));
        fresh.connection().exceptionHandler(failure -> loop.execute(() -> onLost(fresh)));
        fresh.connection().endHandler(end -> loop.execute(() -> onLost(fresh)));
        LOG.info("Sharded pub/sub connected").log();
        told().onConnected();
    }

    private void onLost(Wire lost) {
        if (wire != lost) {
            return;
        }
        wire = null;
        if (!closed) {
            LOG.warn("Sharded pub/sub lost; what it carries now does not arrive")
                    .log();
            told().onDisconnected();
            connectLater();
        }
        close(lost.client());
    }

    /** The client complains if its connection was the first to close. */
    private static void close(Redis client) {
        try {
            client.close();
        } catch (IllegalStateException e) {
            LOG.debug("The Redis client was closed already").cause(e).log();
        }
    }

    private void connectLater() {
        long pause = ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        var _ = loop.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
    }

    /** A connection whose other end is gone without a word does not answer twice in a row. */
    private void ping() {
        Wire current = wire;
        if (current == null) {
            return;
        }
        if (pinged) {
            onLost(current);
            return;
        }
        pinged = true;
        current.connection()
                .send(Request.cmd(Command.PING))
                .onComplete(pong -> loop.execute(() -> pinged = pong.failed()));
    }

    private void send(Request request) {
        Wire current = wire;
        if (current != null) {
            current.connection().send(request).onFailure(failure -> loop.execute(() -> onLost(current)));
        }
    }

    private void onPush(Response push) {
        if (push.type() != ResponseType.PUSH && push.type() != ResponseType.MULTI) {
            // The client gives the place of a waiting reply to a push that overtakes it; then the pong ends up here.
            pinged = false;
            return;
        }
        if (push.size() < 3) {
            return;
        }
        String key = push.get(1).toString();
        switch (push.get(0).toString()) {
            case "smessage" -> told().onMessage(key, push.get(2).toBytes());
            case "ssubscribe" -> told().onSubscribed(key);
            case "sunsubscribe" -> told().onUnsubscribed(key);
            default -> LOG.debug("Push of another kind ignored").log();
        }
    }

    private Listener told() {
        if (listener == null) {
            throw new IllegalStateException("It was not started.");
        }
        return listener;
    }

    /** Who is told. Calls come one after the other, from the event loop. */
    public interface Listener {

        /** A new connection without subscriptions: ask again for what is wanted. */
        void onConnected();

        void onDisconnected();

        void onSubscribed(String key);

        /** The server ended a subscription, wanted or not. */
        void onUnsubscribed(String key);

        void onMessage(String key, byte[] message);
    }

    /** Told apart by identity, not by value. */
    private static final class Wire {

        private final Redis client;
        private final RedisConnection connection;

        Wire(Redis client, RedisConnection connection) {
            this.client = client;
            this.connection = connection;
        }

        Redis client() {
            return client;
        }

        RedisConnection connection() {
            return connection;
        }
    }
}

package io.mnemesh.realtime.fanout;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelKeys;
import io.netty.util.concurrent.EventExecutor;
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
 * Sharded pub/sub of Redis 7: a message travels only through the shard that owns the channel's slot and only to nodes
 * that have subscribers for it. One connection per node, or one per node and shard with Redis Cluster. Confined to one
 * event loop.
 */
final class RedisFanoutBus implements FanoutBus {

    private static final MeshLog LOG = MeshLog.of(RedisFanoutBus.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;
    private static final long PING_SECONDS = 5;
    private static final long CONNECT_SECONDS = 3;

    private final Supplier<Redis> clients;
    private final EventExecutor loop;
    private @Nullable Listener listener;
    private @Nullable Wire wire;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean pinged;
    private boolean closed;

    /**
     * @param clients makes a client of its own for each connection
     * @param loop    where the listener is called
     */
    RedisFanoutBus(Supplier<Redis> clients, EventExecutor loop) {
        this.clients = clients;
        this.loop = loop;
    }

    @Override
    public void start(Listener told) {
        loop.execute(() -> {
            listener = told;
            connect();
        });
        var _ = loop.scheduleAtFixedRate(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void subscribe(ChannelId channel) {
        send(Request.cmd(Command.SSUBSCRIBE).arg(ChannelKeys.bus(channel)));
    }

    @Override
    public void unsubscribe(ChannelId channel) {
        send(Request.cmd(Command.SUNSUBSCRIBE).arg(ChannelKeys.bus(channel)));
    }

    @Override
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
        Redis client = clients.get();
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
        LOG.info("Fan-out bus connected").log();
        told().onConnected();
    }

    private void onLost(Wire lost) {
        if (wire != lost) {
            return;
        }
        wire = null;
        if (!closed) {
            LOG.warn("Fan-out bus lost; what it carries now is read from the history later")
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
        String kind = push.get(0).toString();
        ChannelId channel = ChannelKeys.ofBus(push.get(1).toString()).orElse(null);
        if (channel == null) {
            return;
        }
        switch (kind) {
            case "smessage" ->
                BusMessage.parse(push.get(2).toBytes())
                        .ifPresentOrElse(
                                message -> told().onMessage(channel, message),
                                () -> LOG.warn("Fan-out message not understood; ignored")
                                        .log());
            case "ssubscribe" -> told().onSubscribed(channel);
            case "sunsubscribe" -> told().onUnsubscribed(channel);
            default -> LOG.debug("Push of another kind ignored").log();
        }
    }

    private Listener told() {
        if (listener == null) {
            throw new IllegalStateException("The bus was not started.");
        }
        return listener;
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

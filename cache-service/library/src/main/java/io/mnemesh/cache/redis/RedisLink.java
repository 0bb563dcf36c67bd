package io.mnemesh.cache.redis;

import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisSender;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection over which this process reads and writes the shared tier, and its breaker: while it is not open,
 * commands fail at once. It is given up when Redis {@link Watched has not answered for the time-out}, and opened again with
 * growing pauses, drawn anew each time so that processes do not all come at once. It counts as open only after the opening steps: learning every shard's epoch and paying debts. So nothing is
 * read over a new connection that an unknown restart of Redis could have made stale.
 */
final class RedisLink implements RedisSender {

    private static final MeshLog LOG = MeshLog.of(RedisLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Connections connections;
    private final Loop loop;
    private final Duration timeout;
    private final Function<RedisSender, Uni<Void>> opening;
    private final Runnable connected;
    private final NearReads near;
    private volatile @Nullable Watched current;
    private volatile boolean open;
    private volatile boolean closed;
    private volatile Duration pause = FIRST_PAUSE;

    /**
     * @param opening   what comes before anything else over a new connection
     * @param connected told when Redis is reached again, before the opening
     */
    RedisLink(Connections connections, Duration timeout, Function<RedisSender, Uni<Void>> opening, Runnable connected) {
        this.connections = connections;
        this.loop = new Loop(connections.vertx());
        this.timeout = timeout;
        this.opening = opening;
        this.connected = connected;
        this.near = new NearReads(connections, this);
    }

    void start() {
        connect();
        loop.run(this::watch);
    }

    boolean isOpen() {
        return open;
    }

    /** Whether there is a connection, open or about to be. While there is none, others need not try. */
    boolean isConnected() {
        return current != null;
    }

    /** For reads, which need not be in order with anything that has no answer yet. */
    NearReads reads() {
        return near;
    }

    /** A connection that lives with this one has ended. */
    void lost(String reason) {
        var connection = current;
        if (connection != null) {
            retry(connection, reason);
        }
    }

    @Override
    public Uni<Response> send(Request request) {
        var connection = current;
        if (!open || connection == null) {
            return Uni.createFrom().failure(new RedisDown("Redis is away"));
        }
        return connection.send(request);
    }

    private void connect() {
        if (closed) {
            return;
        }
        loop.take(connections.open(), this::opened, failure -> retry(null, "cannot connect: " + failure.getMessage()));
    }

    private void opened(Connections.Open opened) {
        var connection = new Watched(opened, connections.vertx(), loop::run);
        current = connection;
        if (closed) {
            opened.close();
            return;
        }
        opened.connection().exceptionHandler(failure -> retry(connection, "connection failed"));
        opened.connection().endHandler(end -> retry(connection, "connection closed"));
        connected.run();
        loop.take(
                opening.apply(connection),
                done -> ready(connection),
                failure -> retry(connection, "cannot open: " + failure.getMessage()));
    }

    private synchronized void ready(Watched connection) {
        if (current == connection && !closed) {
            open = true;
            near.open();
            pause = FIRST_PAUSE;
            LOG.debug("The cache has Redis").log();
        }
    }

    private void watch() {
        if (closed) {
            return;
        }
        loop.after(timeout.dividedBy(Watched.LOOKS), this::watch);
        var connection = current;
        if (connection != null && connection.looksSilent()) {
            retry(connection, "no answer in time");
        }
        near.watch();
    }

    private void retry(@Nullable Watched connection, String reason) {
        synchronized (this) {
            if (connection != current || closed) {
                return;
            }
            if (open) {
                LOG.warn("The cache goes on without Redis")
                        .with(LogKey.REASON, reason)
                        .log();
            }
            open = false;
            current = null;
        }
        near.close();
        if (connection != null) {
            connection.close();
        }
        var wait = pause;
        var doubled = wait.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        loop.after(jittered(wait), this::connect);
    }

    /** Half of it to all of it. */
    private static Duration jittered(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    void close() {
        Watched connection;
        synchronized (this) {
            closed = true;
            open = false;
            connection = current;
            current = null;
        }
        near.close();
        if (connection != null) {
            connection.close();
        }
    }
}

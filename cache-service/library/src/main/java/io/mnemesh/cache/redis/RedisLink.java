package io.mnemesh.cache.redis;

import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection over which this process reads and writes the shared tier, and its breaker: while it is not open,
 * commands fail at once. It is given up when nothing was answered for the time-out although something is waited for, and
 * opened again with growing pauses. It counts as open only after the opening steps: learning every shard's epoch and
 * paying debts. So nothing is read over a new connection that an unknown restart of Redis could have made stale.
 *
 * <p>Redis answers a connection in order, so one timer for the connection replaces one per command.
 */
final class RedisLink implements Sender {

    private static final MeshLog LOG = MeshLog.of(RedisLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Connections connections;
    private final Duration timeout;
    private final Function<Sender, Uni<Void>> opening;
    private volatile @Nullable Watched current;
    private volatile boolean open;
    private volatile boolean closed;
    private volatile long pause = FIRST_PAUSE.toMillis();
    private final long watchdog;

    RedisLink(Connections connections, Duration timeout, Function<Sender, Uni<Void>> opening) {
        this.connections = connections;
        this.timeout = timeout;
        this.opening = opening;
        this.watchdog = connections.vertx().setPeriodic(Math.max(10, timeout.toMillis() / 4), id -> watch());
    }

    void start() {
        connect();
    }

    boolean isOpen() {
        return open;
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
        connections
                .open()
                .subscribe()
                .with(this::opened, failure -> retry(null, "cannot connect: " + failure.getMessage()));
    }

    private void opened(Connections.Open opened) {
        var connection = new Watched(opened);
        current = connection;
        if (closed) {
            opened.close();
            return;
        }
        opened.connection().exceptionHandler(failure -> retry(connection, "connection failed"));
        opened.connection().endHandler(end -> retry(connection, "connection closed"));
        opening.apply(connection)
                .subscribe()
                .with(done -> ready(connection), failure -> retry(connection, "cannot open: " + failure.getMessage()));
    }

    private synchronized void ready(Watched connection) {
        if (current == connection && !closed) {
            open = true;
            pause = FIRST_PAUSE.toMillis();
            LOG.debug("The cache has Redis").log();
        }
    }

    private void watch() {
        var connection = current;
        if (connection != null && connection.isStuck(timeout.toNanos())) {
            retry(connection, "no answer in time");
        }
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
        if (connection != null) {
            connection.opened.close();
        }
        long wait = pause;
        pause = Math.min(2 * wait, LONGEST_PAUSE.toMillis());
        connections.vertx().setTimer(wait, id -> connect());
    }

    void close() {
        Watched connection;
        synchronized (this) {
            closed = true;
            open = false;
            connection = current;
            current = null;
        }
        connections.vertx().cancelTimer(watchdog);
        if (connection != null) {
            connection.opened.close();
        }
    }

    /** A connection that knows when something is waited for without any answer. */
    private static final class Watched implements Sender {

        private final Connections.Open opened;
        private final AtomicInteger pending = new AtomicInteger();
        private volatile long progressAt = System.nanoTime();

        Watched(Connections.Open opened) {
            this.opened = opened;
        }

        @Override
        public Uni<Response> send(Request request) {
            return Uni.createFrom().deferred(() -> {
                if (pending.getAndIncrement() == 0) {
                    progressAt = System.nanoTime();
                }
                return opened.send(request).onTermination().invoke((response, failure, cancelled) -> {
                    progressAt = System.nanoTime();
                    pending.decrementAndGet();
                });
            });
        }

        boolean isStuck(long nanos) {
            return pending.get() > 0 && System.nanoTime() - progressAt > nanos;
        }
    }
}

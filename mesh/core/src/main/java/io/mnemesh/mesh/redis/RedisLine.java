package io.mnemesh.mesh.redis;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived connection to Redis, or with Redis Cluster one to each node, opened when it is first needed and again
 * after it broke. Commands are pipelined in the order of the calls; a blocking command holds up those behind it, so
 * blocking readers have a line of their own.
 *
 * <p>No wait is unbounded: a command that is not answered within its timeout fails and takes the connection with it,
 * because its late answer would be taken for another's. After a failed connect, further commands fail at once until the
 * backoff has passed.
 *
 * <p>Thread-safe. The mutable fields are guarded by {@code this}, and a callback of an older connection never touches a
 * newer one because it compares identity first. Results are delivered on the Vert.x context the call was made on.
 */
public final class RedisLine implements RedisSender, AutoCloseable {

    private final Vertx vertx;
    private final RedisOptions options;
    private final Duration timeout;
    private final Backoff backoff;

    private @Nullable Wire wire;
    private int failures;
    private long notBefore;
    private boolean closed;

    RedisLine(Vertx vertx, RedisOptions options, RedisConfig config) {
        this.vertx = vertx;
        this.options = options;
        this.timeout = config.commandTimeout();
        this.backoff = new Backoff(config.reconnectFirst(), config.reconnectCap());
    }

    /** Fails with {@link RedisUnavailableException} or Redis's own error. */
    @Override
    public Uni<@Nullable Response> send(Request request) {
        return exchange(connection -> connection.send(request), timeout);
    }

    /** Sends a command that blocks up to {@code block} on the server. */
    public Uni<@Nullable Response> sendBlocking(Request request, Duration block) {
        return exchange(connection -> connection.send(request), timeout.plus(block));
    }

    /** Sends commands on keys of one slot back to back. Fails if any of them fails. */
    public Uni<List<Response>> batch(List<Request> requests) {
        return exchange(connection -> connection.batch(requests), timeout);
    }

    /** Closes the connection; commands under way fail and later ones too. */
    @Override
    public void close() {
        Wire old;
        synchronized (this) {
            closed = true;
            old = wire;
            wire = null;
        }
        if (old != null) {
            old.close();
        }
    }

    private <T> Uni<T> exchange(Function<RedisConnection, Future<T>> command, Duration limit) {
        return Uni.createFrom().deferred(() -> UniHelper.toUni(attempt(command, limit)));
    }

    private <T> Future<T> attempt(Function<RedisConnection, Future<T>> command, Duration limit) {
        Wire used;
        try {
            used = wire();
        } catch (RedisUnavailableException e) {
            return Future.failedFuture(e);
        }
        return used.connection()
                .compose(command)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(judge(used, failure)));
    }

    private Throwable judge(Wire used, Throwable failure) {
        if (failure instanceof TimeoutException) {
            drop(used);
            return new RedisUnavailableException("Redis did not answer in time.", failure);
        }
        return failure;
    }

    private synchronized Wire wire() {
        if (closed) {
            throw new RedisUnavailableException("The line is closed.", null);
        }
        if (wire != null) {
            return wire;
        }
        if (failures > 0 && System.nanoTime() - notBefore < 0) {
            throw new RedisUnavailableException("Redis is not reachable.", null);
        }
        var client = Redis.createClient(vertx, new RedisOptions(options));
        var opened = new Wire(client, client.connect().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
        wire = opened;
        opened.connection().onComplete(outcome -> {
            if (outcome.succeeded()) {
                outcome.result().exceptionHandler(failure -> drop(opened));
                outcome.result().endHandler(end -> drop(opened));
                opened(opened);
            } else {
                failed(opened);
            }
        });
        return opened;
    }

    private synchronized void opened(Wire opened) {
        if (wire == opened) {
            failures = 0;
        }
    }

    private void failed(Wire broken) {
        synchronized (this) {
            failures++;
            notBefore = System.nanoTime() + backoff.after(failures).toNanos();
        }
        drop(broken);
    }

    private void drop(Wire broken) {
        synchronized (this) {
            if (wire == broken) {
                wire = null;
            }
        }
        broken.close();
    }

    /** One connection with the client that made it. Closed once, since closing a client twice is an error. */
    private static final class Wire {

        private final Redis client;
        private final Future<RedisConnection> connection;
        private final AtomicBoolean closed = new AtomicBoolean();

        Wire(Redis client, Future<RedisConnection> connection) {
            this.client = client;
            this.connection = connection;
        }

        Future<RedisConnection> connection() {
            return connection;
        }

        void close() {
            if (closed.compareAndSet(false, true)) {
                client.close();
            }
        }
    }
}

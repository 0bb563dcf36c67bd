package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the change log of one shard with a cursor, over a connection of its own. After a cut it goes on from the
 * cursor, so only what changed meanwhile is dropped; the whole shard is dropped only in a new epoch or when the log no
 * longer reaches back to the cursor. A pause in the log is used to check that the cursor is at its end. While Redis is away it
 * rests: the {@link RedisLink} alone tries to reach it.
 */
final class ShardFollower {

    private static final MeshLog LOG = MeshLog.of(ShardFollower.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 512;

    private final Connections connections;
    private final RedisSettings settings;
    private final Shard shard;
    private final Changes changes;
    /** Whether Redis can be reached, as far as is known. */
    private final BooleanSupplier reachable;
    /** Tells own changes, which were applied when they were made, from others'. */
    private final Predicate<String> own;

    /** Where its connections live, so that following does not keep the link's loop busy. */
    private final Loop loop;

    private volatile Connections.@Nullable Open current;
    private volatile boolean closed;
    /** Until {@link #wake}. */
    private final AtomicBoolean resting = new AtomicBoolean(true);

    private volatile long pause = FIRST_PAUSE.toMillis();

    ShardFollower(
            Connections connections,
            RedisSettings settings,
            Shard shard,
            Changes changes,
            BooleanSupplier reachable,
            Predicate<String> own) {
        this.connections = connections;
        this.settings = settings;
        this.shard = shard;
        this.changes = changes;
        this.reachable = reachable;
        this.own = own;
        this.loop = new Loop(connections.vertx());
    }

    /** Begins, or goes on when Redis can be reached again. */
    void wake() {
        if (resting.compareAndSet(true, false)) {
            pause = FIRST_PAUSE.toMillis();
            loop.run(this::start);
        }
    }

    /** Whether it waits for the link to have reached Redis. */
    boolean isResting() {
        return resting.get();
    }

    private void start() {
        if (closed) {
            return;
        }
        if (!reachable.getAsBoolean()) {
            resting.set(true);
            if (reachable.getAsBoolean()) {
                wake();
            }
            return;
        }
        connections.open().subscribe().with(this::opened, failure -> again(null));
    }

    private void opened(Connections.Open connection) {
        current = connection;
        if (closed) {
            connection.close();
            return;
        }
        connection.connection().exceptionHandler(failure -> again(connection));
        connection.connection().endHandler(end -> again(connection));
        check(connection);
    }

    /** Learns epoch and end of the log, then reads on. */
    private void check(Connections.Open connection) {
        var commands = new ShardCommands(connection, settings, shard.index());
        guarded(connection, commands.pulse(false), settings.timeout())
                .subscribe()
                .with(
                        now -> {
                            pause = FIRST_PAUSE.toMillis();
                            if (shard.observe(now)) {
                                changes.lost(shard.index());
                            }
                            shard.followed(shard.applied().equals(now));
                            read(connection, now);
                        },
                        failure -> again(connection));
    }

    /** @param end the log reached at least this far */
    private void read(Connections.Open connection, Token end) {
        if (closed || current != connection) {
            return;
        }
        Token cursor = shard.applied();
        var request = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(BATCH)
                .arg("BLOCK")
                .arg(BLOCK.toMillis())
                .arg("STREAMS")
                .arg(ShardCommands.prefix(settings, shard.index()) + "log")
                .arg(cursor.offset() + "-0");
        boolean behind = end.epoch() == cursor.epoch() && end.offset() > cursor.offset();
        guarded(connection, connection.send(request), BLOCK.plus(settings.timeout()))
                .subscribe()
                .with(
                        reply -> {
                            if (reply == null || reply.size() == 0) {
                                if (behind && shard.applied().equals(cursor)) {
                                    shard.apply(end);
                                    changes.lost(shard.index());
                                }
                                check(connection);
                            } else {
                                apply(cursor.epoch(), reply);
                                if (reply.get(0).get(1).size() < BATCH) {
                                    shard.followed(true);
                                }
                                read(connection, Token.NONE);
                            }
                        },
                        failure -> again(connection));
    }

    private void apply(long epoch, Response reply) {
        for (Response entry : reply.get(0).get(1)) {
            String id = entry.get(0).toString();
            long offset = Long.parseLong(id.substring(0, id.indexOf('-')));
            if (!shard.apply(new Token(epoch, offset))) {
                LOG.info("The cache missed changes and drops a shard of its local tier")
                        .with(LogKey.SHARD, shard.index())
                        .log();
                changes.lost(shard.index());
            }
            tell(new Token(epoch, offset), entry.get(1));
        }
    }

    private void tell(Token at, Response fields) {
        String cache = "";
        String tenant = "";
        String key = "";
        String origin = "";
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String value = fields.get(i + 1).toString();
            switch (fields.get(i).toString()) {
                case "cache" -> cache = value;
                case "tenant" -> tenant = value;
                case "key" -> key = value;
                case "origin" -> origin = value;
                default -> LOG.debug("A change has a field of a later version").log();
            }
        }
        if (EntryKey.isOfTags(cache)) {
            shard.tagChanged(EntryKey.of(cache, new TenantId(tenant), key).digest(), at);
        }
        if (!own.test(origin)) {
            changes.changed(cache, tenant, key);
        }
    }

    private <T> Uni<T> guarded(Connections.Open connection, Uni<T> reply, Duration limit) {
        return Uni.createFrom().deferred(() -> {
            long timer = connections.vertx().setTimer(limit.toMillis(), id -> again(connection));
            return reply.onTermination().invoke(() -> connections.vertx().cancelTimer(timer));
        });
    }

    private void again(Connections.@Nullable Open connection) {
        synchronized (this) {
            if (closed || connection != current) {
                return;
            }
            current = null;
        }
        shard.followed(false);
        if (connection != null) {
            connection.close();
        }
        long wait = pause;
        pause = Math.min(2 * wait, LONGEST_PAUSE.toMillis());
        loop.after(Duration.ofMillis(wait), this::start);
    }

    void close() {
        Connections.Open connection;
        synchronized (this) {
            closed = true;
            connection = current;
            current = null;
        }
        if (connection != null) {
            connection.close();
        }
    }
}

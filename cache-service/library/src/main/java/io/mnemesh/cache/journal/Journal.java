package io.mnemesh.cache.journal;

import io.mnemesh.cache.CacheWriter;
import io.mnemesh.cache.DeadWrites;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.postgres.JournalTable.Accepted;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one write-back cache: takes writes, tells of those the store may not have, and carries them there. Processes
 * that share the cache share the journal. Thread-safe.
 */
public final class Journal<V> implements DeadWrites, AutoCloseable {

    private static final MeshLog LOG = MeshLog.of(Journal.class);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(20);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(5);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    /** When who was refused may come again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Parts<V> parts;
    private final Origin origin = new Origin();
    private final Depth depth;
    private final WriteCounters counters = new WriteCounters();
    private final Telling telling = new Telling();
    private final Appender appender;
    private final Drain<V> drain;
    private final Vertx vertx;
    private final long timer;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long nextLook = System.nanoTime();
    private volatile long nextCount = System.nanoTime();
    private volatile long notBefore = System.nanoTime();

    /**
     * What it is made of.
     *
     * @param tiers what else knows values of the cache
     */
    public record Parts<V>(
            String cache,
            WriteJournal tables,
            WriteBack settings,
            CacheWriter<V> store,
            JournalCodec<V> codec,
            Forgetting tiers) {}

    /**
     * One write.
     *
     * @param serialized null: the key is removed
     */
    public record Write(EntryKey address, byte @Nullable [] serialized, List<String> tags) {}

    @SuppressWarnings("this-escape") // the class is final, and the timer begins later
    public Journal(Vertx vertx, Parts<V> parts) {
        this.vertx = vertx;
        this.parts = parts;
        this.depth = new Depth(parts.settings().capacity());
        this.appender = new Appender(
                parts.cache(), parts.tables().writes(), origin, parts.settings().delay(), depth);
        this.drain = new Drain<>(vertx, parts, origin, telling, depth, counters);
        this.timer = vertx.setPeriodic(tick(parts.settings().delay()).toMillis(), id -> look());
    }

    private static Duration tick(Duration delay) {
        var half = delay.dividedBy(2);
        if (half.compareTo(SHORTEST_TICK) < 0) {
            return SHORTEST_TICK;
        }
        return half.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : half;
    }

    /**
     * Takes writes of one tenant. Whatever it comes to, {@link #told} follows.
     *
     * @return completes when they are durable; fails with {@code too-many-requests} or {@code unavailable}, then they may not be
     */
    public Uni<Void> append(TenantId tenant, List<Write> writes) {
        var sealed = writes.stream().map(this::sealed).toList();
        telling.begins(
                tenant, writes.stream().map(write -> write.address().key()).toList());
        return room(writes.size())
                .chain(() -> appender.append(tenant, sealed))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(failure -> away("Writes of this cache cannot be journalled now.", failure))
                .invoke(() -> counters.accepted(writes.size()))
                .onFailure()
                .invoke(failure -> counters.refused(writes.size()));
    }

    /** The tiers know what {@link #append} was given under these keys, or need not know. */
    public void told(TenantId tenant, List<String> keys) {
        telling.ends(tenant, keys);
    }

    private Accepted sealed(Write write) {
        var address = write.address();
        return new Accepted(address.key(), parts.codec().seal(address, write.serialized(), write.tags()), 1);
    }

    private Uni<Void> room(int writes) {
        var free = Uni.createFrom().<Void>emitter(emitter -> {
            if (depth.reserve(writes)) {
                emitter.complete(null);
            } else {
                emitter.fail(new JournalFull());
            }
        });
        var patience = parts.settings().patience();
        var awaited = patience.isZero()
                ? free
                : free.onFailure(JournalFull.class)
                        .retry()
                        .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                        .expireIn(patience.toMillis());
        return awaited.onFailure()
                .transform(full -> new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS,
                        "So many writes of this cache wait for its store that no more are taken.",
                        Map.of("limit", parts.settings().capacity()),
                        RETRY_AFTER,
                        full));
    }

    /**
     * The writes of these keys that the store may not have.
     *
     * @return fails with {@code unavailable} if that cannot be told
     */
    public Uni<Map<String, Pending<V>>> pending(TenantId tenant, Collection<String> keys) {
        return parts.tables()
                .writes()
                .read(parts.cache(), tenant, keys)
                .onFailure()
                .transform(failure -> away("What this cache has written cannot be read now.", failure))
                .map(held -> {
                    Map<String, Pending<V>> pending = new HashMap<>();
                    held.forEach((key, write) -> {
                        var opened = parts.codec().open(EntryKey.of(parts.cache(), tenant, key), write.envelope());
                        if (opened == null) {
                            throw new ProblemException(
                                    ProblemType.UNAVAILABLE,
                                    "A write that waits for the store of this cache is of another version.");
                        }
                        pending.put(key, opened);
                    });
                    return pending;
                });
    }

    private static ProblemException away(String detail, Throwable cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, Map.of(), RETRY_AFTER, cause);
    }

    @Override
    public Uni<Page> list(TenantId tenant, int limit, @Nullable String after) {
        if (limit < 1 || limit > MOST) {
            return Uni.createFrom().failure(ProblemException.invalid("limit", "The limit is 1 to " + MOST + "."));
        }
        return told(parts.tables().dead().list(parts.cache(), tenant, limit, after))
                .map(items -> new Page(
                        items, items.size() < limit ? null : items.getLast().key()));
    }

    @Override
    public Uni<Boolean> replay(TenantId tenant, String key) {
        return told(parts.tables().dead().replay(parts.cache(), tenant, key)).map(replayed -> replayed > 0);
    }

    @Override
    public Uni<Long> replayAll(TenantId tenant) {
        return told(parts.tables().dead().replay(parts.cache(), tenant, null)).map(Integer::longValue);
    }

    @Override
    public Uni<Boolean> drop(TenantId tenant, String key) {
        return told(parts.tables().dead().drop(parts.cache(), tenant, key)).call(dropped -> {
            if (!dropped) {
                return Uni.createFrom().voidItem();
            }
            depth.settled(1);
            return parts.tiers().forget(tenant, List.of(key));
        });
    }

    /** What the count of the journal says is out of date then. */
    private <T> Uni<T> told(Uni<T> work) {
        return work.onFailure()
                .transform(failure -> away("The dead writes of this cache cannot be reached now.", failure))
                .invoke(() -> {
                    nextLook = System.nanoTime();
                    nextCount = nextLook;
                });
    }

    public WriteStats stats() {
        return counters.snapshot(depth.seen());
    }

    private void look() {
        long now = System.nanoTime();
        boolean due = now - notBefore >= 0 && (depth.seen().pending() > 0 || now - nextLook >= 0);
        if (!due || !busy.compareAndSet(false, true)) {
            return;
        }
        drain().onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debug("The journal of a cache is looked at again later")
                                .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                                .log());
    }

    /** Does what is due now; it also happens by itself. */
    Uni<Void> drain() {
        return Uni.createFrom()
                .deferred(() -> drain.pass())
                .invoke(pause -> {
                    notBefore = System.nanoTime() + pause.toNanos();
                    nextLook = System.nanoTime()
                            + parts.settings().takeOver().dividedBy(2).toNanos();
                })
                .chain(this::count);
    }

    private Uni<Void> count() {
        if (System.nanoTime() - nextCount < 0) {
            return Uni.createFrom().voidItem();
        }
        long mark = depth.mark();
        return parts.tables()
                .writes()
                .count(parts.cache())
                .invoke(count -> {
                    depth.counted(count, mark);
                    nextCount = System.nanoTime() + LONGEST_TICK.toNanos();
                })
                .replaceWithVoid();
    }

    /** What is in the journal stays there for others. */
    @Override
    public void close() {
        drain.close();
        vertx.cancelTimer(timer);
    }

    /** There is no room. Carries no stack trace. */
    private static final class JournalFull extends RuntimeException {

        JournalFull() {
            super("The journal is full", null, false, false);
        }
    }
}

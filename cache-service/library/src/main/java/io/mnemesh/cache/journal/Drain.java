package io.mnemesh.cache.journal;

import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.CacheWriter;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.postgres.JournalQueue.Claim;
import io.mnemesh.cache.postgres.JournalQueue.Wanted;
import io.mnemesh.cache.postgres.JournalTable.Held;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Carries writes of one cache from the journal to the store.
 *
 * <p>One key is never in two calls of the store at once: a write is claimed for twice the time a call may take, and the store
 * is called only in the first half of that. Keys of a batch that failed for another reason than the store's absence are written
 * one by one from then on, so that one that the store will not take holds up no other.
 */
final class Drain<V> {

    private static final MeshLog LOG = MeshLog.of(Drain.class);

    /** Calls of the store at once. */
    private static final int AT_ONCE = 4;

    /** Writes that are tried one by one in one go. */
    private static final int ALONE = 16;

    private static final int LONGEST_FAILURE = 500;

    private final String cache;
    private final WriteJournal journal;
    private final WriteBack settings;
    private final Backoff pauses;
    private final CacheWriter<V> store;
    private final JournalCodec<V> codec;
    private final Forgetting tiers;
    private final Origin origin;
    private final Telling telling;
    private final Depth depth;
    private final WriteCounters counters;
    private final Loop loop;

    /** Passes in a row that found the store away. */
    private final AtomicInteger away = new AtomicInteger();

    private volatile boolean closed;

    Drain(Vertx vertx, Journal.Parts<V> parts, Origin origin, Telling telling, Depth depth, WriteCounters counters) {
        this.cache = parts.cache();
        this.journal = parts.tables();
        this.settings = parts.settings();
        this.pauses = new Backoff(settings.firstPause(), settings.longestPause());
        this.store = parts.store();
        this.codec = parts.codec();
        this.tiers = parts.tiers();
        this.origin = origin;
        this.telling = telling;
        this.depth = depth;
        this.counters = counters;
        this.loop = new Loop(vertx);
    }

    /** Nothing is claimed any more. */
    void close() {
        closed = true;
    }

    /** Does what is due. @return time until the next pass is worth while, zero unless the store is away */
    Uni<Duration> pass() {
        return round(true)
                .chain(present -> present ? round(false) : Uni.createFrom().item(false))
                .map(present -> {
                    if (present) {
                        away.set(0);
                        return Duration.ZERO;
                    }
                    return pauses.after(away.incrementAndGet());
                });
    }

    /** @return false if the store is away for all of them */
    private Uni<Boolean> round(boolean sound) {
        if (closed) {
            return Uni.createFrom().item(true);
        }
        int most = sound ? settings.batch() : ALONE;
        long claimedAt = System.nanoTime();
        var wanted = new Wanted(origin.name(), settings.takeOver(), sound, most, settings.lease());
        return journal.queue().claim(cache, wanted).chain(claims -> {
            if (claims.isEmpty()) {
                return Uni.createFrom().item(true);
            }
            return calls(claims, sound, claimedAt)
                    .chain(present -> present && claims.size() == most
                            ? round(sound)
                            : Uni.createFrom().item(present));
        });
    }

    private Uni<Boolean> calls(List<Claim> claims, boolean together, long claimedAt) {
        List<List<Claim>> calls = new ArrayList<>();
        if (together) {
            calls.addAll(claims.stream()
                    .collect(Collectors.groupingBy(Claim::tenant))
                    .values());
        } else {
            claims.forEach(claim -> calls.add(List.of(claim)));
        }
        return Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUni(call -> write(call, claimedAt).onFailure().recoverWithItem(failure -> {
                    LOG.debug("The lease of some writes is left to end")
                            .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                            .log();
                    return true;
                }))
                .merge(AT_ONCE)
                .collect()
                .with(Collectors.reducing(false, (one, other) -> one || other));
    }

    /** @param claims of one tenant */
    private Uni<Boolean> write(List<Claim> claims, long claimedAt) {
        TenantId tenant = claims.getFirst().tenant();
        return journal.writes()
                .read(cache, tenant, claims.stream().map(Claim::key).toList())
                .chain(held -> {
                    var readable = new ArrayList<Claim>();
                    var unreadable = new ArrayList<Claim>();
                    var writes = new ArrayList<CacheWrite<V>>();
                    for (Claim claim : claims) {
                        Held one = held.get(claim.key());
                        if (one == null) {
                            continue;
                        }
                        Pending<V> pending = codec.open(EntryKey.of(cache, tenant, claim.key()), one.envelope());
                        if (pending == null) {
                            unreadable.add(claim);
                        } else {
                            readable.add(claim);
                            writes.add(new CacheWrite<>(claim.key(), pending.value(), one.version(), claim.attempt()));
                        }
                    }
                    return giveUp(unreadable, "The write is of another version or type, or damaged.")
                            .chain(() -> write(tenant, readable, List.copyOf(writes), claimedAt));
                });
    }

    private Uni<Boolean> write(TenantId tenant, List<Claim> claims, List<CacheWrite<V>> writes, long claimedAt) {
        if (writes.isEmpty() || since(claimedAt).compareTo(settings.timeout()) >= 0) {
            return Uni.createFrom().item(true);
        }
        return loop.handle(Span.getInvalid(), () -> store.write(tenant, writes))
                .ifNoItem()
                .after(settings.timeout())
                .failWith(() -> new TimeoutException("The store did not answer in time."))
                .onItemOrFailure()
                .transformToUni((done, failure) -> failure == null
                        ? stored(tenant, claims, claimedAt).replaceWith(true)
                        : failed(claims, failure));
    }

    private Uni<Void> stored(TenantId tenant, List<Claim> claims, long claimedAt) {
        counters.stored(claims.size(), claims.stream().mapToLong(Claim::writes).sum());
        String own = origin.name();
        var untold = claims.stream()
                .filter(claim -> !claim.node().equals(own) || telling.isUnderWay(tenant, claim.key()))
                .map(Claim::key)
                .toList();
        return (untold.isEmpty() ? Uni.createFrom().voidItem() : tiers.forget(tenant, untold))
                .chain(() -> journal.queue().settle(cache, claims, settings.delay(), since(claimedAt)))
                .invoke(depth::settled)
                .replaceWithVoid();
    }

    /** @return false if the store is away */
    private Uni<Boolean> failed(List<Claim> claims, Throwable failure) {
        counters.failed(claims.size());
        if (Failures.isTransient(failure)) {
            return tryAgain(claims, false).replaceWith(false);
        }
        if (claims.size() == 1 && claims.getFirst().failures() + 1 >= settings.attempts()) {
            return giveUp(claims, reason(failure)).replaceWith(true);
        }
        return tryAgain(claims, true).replaceWith(true);
    }

    private Uni<Void> tryAgain(List<Claim> claims, boolean counts) {
        int attempt = claims.stream().mapToInt(Claim::attempt).min().orElse(1);
        return journal.queue().tryAgain(cache, claims, pauses.after(attempt), counts);
    }

    private Uni<Void> giveUp(List<Claim> claims, String reason) {
        return Multi.createFrom()
                .iterable(claims)
                .onItem()
                .transformToUniAndConcatenate(claim -> journal.queue()
                        .giveUp(cache, claim, reason, settings.firstPause())
                        .invoke(dead -> {
                            if (dead) {
                                counters.gaveUp();
                                LOG.warn("A write of a cache was given up")
                                        .with(LogKey.TENANT, claim.tenant())
                                        .with(LogKey.ATTEMPT, claim.attempt())
                                        .log();
                            }
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static String reason(Throwable failure) {
        String text = failure.getClass().getName() + ": " + failure.getMessage();
        String printable = text.replace('\0', ' ');
        return printable.length() <= LONGEST_FAILURE ? printable : printable.substring(0, LONGEST_FAILURE);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}

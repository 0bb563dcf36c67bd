package io.mnemesh.cache.core;

import io.micrometer.core.instrument.Timer;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.adaptive.LearnedTtls;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.local.LocalTags;
import io.mnemesh.cache.local.LocalTier;
import io.mnemesh.cache.local.TagStamp;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What one cache is made of, and the flights under way in it. */
final class CacheParts<V> {

    private static final MeshLog LOG = MeshLog.of(CacheParts.class);

    private final Tiers tiers;
    private final CacheSpec<V> spec;
    private final LocalTier<V> local;
    private final LocalTags tags = new LocalTags();
    private final Codec<V> codec;
    private final CacheCounters counters = new CacheCounters();
    private final ConcurrentMap<LocalKey, Flight<V>> flights = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();
    private final Timer loadTimer;
    private final LaterStores<RedisTier.Loaded> laterInRedis;
    private final LaterStores<PostgresTier.Loaded> laterInPostgres;
    private final LoadTimes loadTimes = new LoadTimes();
    private final EarlyRefresh early;
    private final @Nullable LearnedTtls learned;

    CacheParts(Tiers tiers, CacheSpec<V> spec, LocalTier<V> local) {
        this.tiers = tiers;
        this.spec = spec;
        this.local = local;
        this.codec = new Codec<>(spec, counters);
        this.early = new EarlyRefresh(spec.freshness().earlyRefresh(), tiers.random());
        var adaptive = spec.freshness().adaptiveTtl();
        this.learned = adaptive == null ? null : new LearnedTtls(adaptive, tiers.clock());
        this.loadTimer = tiers.metrics().load(spec.name());
        this.laterInRedis =
                new LaterStores<>(tiers.vertx(), RedisTier.Loaded::key, values -> forget(storeInRedis(values)));
        this.laterInPostgres =
                new LaterStores<>(tiers.vertx(), PostgresTier.Loaded::key, values -> forget(storeInPostgres(values)));
    }

    CacheSpec<V> spec() {
        return spec;
    }

    LocalTier<V> local() {
        return local;
    }

    LocalTags tags() {
        return tags;
    }

    Codec<V> codec() {
        return codec;
    }

    CacheCounters counters() {
        return counters;
    }

    Debts debts() {
        return tiers.debts();
    }

    Vertx vertx() {
        return tiers.vertx();
    }

    InstantSource clock() {
        return tiers.clock();
    }

    Instant now() {
        return tiers.clock().instant();
    }

    /** A load has ended, one way or the other. */
    void loadTook(long nanos) {
        loadTimer.record(nanos, TimeUnit.NANOSECONDS);
        loadTimes.add(nanos);
    }

    /** Whether a value is to be loaded anew although it has not ended. */
    boolean isDueEarly(@Nullable V value, Instant expiresAt) {
        return !early.isOff() && value != null && early.isDue(now(), expiresAt, loadTimes.mean());
    }

    /** What has been learned of TTLs; null if they do not adapt. */
    @Nullable
    LearnedTtls learnedTtls() {
        return learned;
    }

    /** How long a value that was loaded now is kept. */
    Duration loadedTtl(LocalKey id, byte[] serialized) {
        var longest = Search.longest(spec);
        if (learned == null) {
            return longest;
        }
        var ttl = learned.loaded(id, id.key(), fingerprint(serialized));
        return ttl.compareTo(longest) < 0 ? ttl : longest;
    }

    private static long fingerprint(byte[] serialized) {
        var crc = new CRC32C();
        crc.update(serialized);
        return crc.getValue() << Integer.SIZE | serialized.length;
    }

    /** Values for L2 that may wait for others. */
    LaterStores<RedisTier.Loaded> laterInRedis() {
        return laterInRedis;
    }

    /** Values for L3 that may wait for others. */
    LaterStores<PostgresTier.Loaded> laterInPostgres() {
        return laterInPostgres;
    }

    /** Stores in L2 what was not invalidated since. */
    Uni<?> storeInRedis(List<RedisTier.Loaded> values) {
        RedisTier redis = redis();
        return redis == null
                ? Uni.createFrom().voidItem()
                : timed(Tier.REDIS, "store", Uni.createFrom().deferred(() -> redis.store(values)))
                        .invoke(stored -> counters.refused.add(values.size() - stored.size()));
    }

    /** Stores in L3 what was not invalidated since. */
    Uni<Void> storeInPostgres(List<PostgresTier.Loaded> values) {
        PostgresTier postgres = postgres();
        return postgres == null ? Uni.createFrom().voidItem() : timed(Tier.POSTGRES, "store", postgres.store(values));
    }

    /** L2, if this cache keeps values there. */
    @Nullable
    RedisTier redis() {
        return spec.has(Tier.REDIS) ? tiers.redis() : null;
    }

    /** Where changes are announced, whether or not values are kept there. */
    @Nullable
    RedisTier announcements() {
        return tiers.redis();
    }

    /** L3, if this cache has it. */
    @Nullable
    PostgresTier postgres() {
        return spec.has(Tier.POSTGRES) ? tiers.postgres() : null;
    }

    EntryKey address(LocalKey id) {
        Keys.check(id.key(), spec.maxKeyBytes());
        return EntryKey.of(spec.name(), id.tenant(), id.key());
    }

    /** The load of the key that is under way, or a new one that has not taken off. */
    Flight<V> flight(LocalKey id) {
        var running = flights.get(id);
        if (running != null) {
            return running;
        }
        var created = lookout(id);
        var first = flights.putIfAbsent(id, created);
        return first == null ? created : first;
    }

    /** How many keys are being loaded or looked for, about. */
    int flightsUnderWay() {
        return flights.size();
    }

    /** A flight that nobody joins: it only looks. */
    Flight<V> lookout(LocalKey id) {
        return new Flight<>(id, address(id), local.generation(id), tags.now());
    }

    /** Address of a tag. */
    EntryKey tagAddress(LocalKey tag) {
        return EntryKey.ofTag(spec.name(), tag.tenant(), tag.key());
    }

    /** Hands the outcome to the callers and keeps it in L1, unless its key or a tag was invalidated since the flight began. */
    void land(Flight<V> flight, Held<V> held) {
        boolean known = held.value() != null || held.expiresAt().isAfter(held.createdAt());
        TagStamp stamp = tags.stamp(flight.id().tenant(), held.tags(), flight.horizon());
        flight.landed(held);
        if (known && !local.put(flight.id(), held.entry(stamp), flight.generation())) {
            counters.refused.increment();
        }
        if (held.tier() != null || !known || spec.has(Tier.LOCAL)) {
            leave(flight);
        }
        flight.answer(held, stamp);
    }

    /** Offers what a tier still has. It is answered at once if it has not ended, or if the cache says so. */
    void offer(Flight<V> flight, Held<V> held) {
        offer(flight, new Last<>(held, tags.stamp(flight.id().tenant(), held.tags(), flight.horizon())));
    }

    /** Offers what L1 still has although it has ended. */
    void offerLocal(Flight<V> flight) {
        if (spec.freshness().keepsStale().isPositive()) {
            LocalEntry<V> entry = local.last(flight.id());
            if (entry != null && entry.value() != null) {
                offer(flight, new Last<>(Held.local(entry), entry.tags()));
            }
        }
    }

    private void offer(Flight<V> flight, Last<V> last) {
        if (flight.offer(last)) {
            answer(flight, last, spec.freshness().staleWhileRevalidate());
        }
    }

    /** It takes long: callers that can have the last value do not wait any longer. */
    void hurry(Flight<V> flight) {
        var last = flight.last();
        if (last != null && answer(flight, last, spec.freshness().staleIfError())) {
            counters.softTimeouts.increment();
        }
    }

    void crash(Flight<V> flight, Throwable failure) {
        // In this order: who asks again after the failure must not join the flight that failed.
        leave(flight);
        var last = flight.last();
        if (last == null || !answer(flight, last, spec.freshness().staleIfError())) {
            flight.result().completeExceptionally(failure);
        }
    }

    /**
     * @param budget how long ago it may have ended
     * @return false if it is not answered: it ended too long ago, its key or a tag was invalidated since the flight began, or
     *         the callers have an outcome
     */
    private boolean answer(Flight<V> flight, Last<V> last, Duration budget) {
        var now = now();
        if (!last.isWithin(budget, now)
                || local.generation(flight.id()) != flight.generation()
                || !last.stamp().isCurrent()
                || !flight.answer(last.held(), last.stamp())) {
            return false;
        }
        if (last.hasEnded(now)) {
            counters.staleServed.increment();
        }
        return true;
    }

    void leave(Flight<V> flight) {
        flights.remove(flight.id(), flight);
    }

    Held<V> landed(Flight<V> flight) {
        var held = flight.landed();
        return held == null ? Held.nowhere() : held;
    }

    /** How long the tier may keep it; after its end as long as it may still be answered. */
    Duration ttl(Tier tier, Held<V> held) {
        return ttl(tier, Duration.between(now(), held.expiresAt()));
    }

    /** @param left time until it ends */
    Duration ttl(Tier tier, Duration left) {
        var most = spec.ttl(tier);
        return left.compareTo(most) <= 0 ? left.plus(spec.freshness().keepsStale()) : most;
    }

    /** From now on nothing older is returned by, or kept in, this process. */
    void invalidate(LocalKey id) {
        local.invalidate(id);
        flights.remove(id);
        if (learned != null) {
            learned.forget(id);
        }
    }

    /** From now on nothing with the tag that was read before is returned by, or kept in, this process. */
    void invalidateTag(LocalKey tag) {
        tags.changed(tag);
    }

    /** Later callers do not join what is under way. */
    void detach(LocalKey id) {
        flights.remove(id);
    }

    void invalidateShard(int shard, int shards) {
        local.invalidateAll(
                id -> EntryKey.of(spec.name(), id.tenant(), id.key()).shard(shards) == shard);
        flights.keySet()
                .removeIf(id -> EntryKey.of(spec.name(), id.tenant(), id.key()).shard(shards) == shard);
    }

    <T> Uni<T> timed(Tier tier, String operation, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            long startedAt = System.nanoTime();
            return work.onItemOrFailure().invoke((item, failure) -> {
                if (failure != null && !(failure instanceof RefusedPut)) {
                    counters.of(tier).failures.increment();
                }
                timer(tier, operation).record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
            });
        });
    }

    private Timer timer(Tier tier, String operation) {
        return timers.computeIfAbsent(
                tier.label() + operation, name -> tiers.metrics().tier(spec.name(), tier, operation));
    }

    /** For work nobody waits for. */
    void forget(Uni<?> work) {
        work.subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debug("A cache tier was skipped")
                                .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                                .log());
    }
}

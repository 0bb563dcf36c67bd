package io.mnemesh.cache.core;

import io.micrometer.core.instrument.Timer;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.adaptive.LearnedTtls;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.local.LocalTags;
import io.mnemesh.cache.local.LocalTier;
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
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What one cache is made of. */
final class CacheParts<V> {

    private static final MeshLog LOG = MeshLog.of(CacheParts.class);

    private final Tiers tiers;
    private final CacheSpec<V> spec;
    private final LocalTier<V> local;
    private final LocalTags tags = new LocalTags();
    private final Codec<V> codec;
    private final CacheCounters counters = new CacheCounters();
    private final Flights<V> flights;
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
        this.flights = new Flights<>(spec, local, tags, counters, tiers.clock());
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

    Flights<V> flights() {
        return flights;
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
        var longest = longestTtl();
        if (learned == null) {
            return longest;
        }
        var ttl = learned.loaded(id, id.key(), fingerprint(serialized));
        return ttl.compareTo(longest) < 0 ? ttl : longest;
    }

    /** How long the tier that keeps values longest may keep one. */
    Duration longestTtl() {
        var longest = Duration.ZERO;
        for (Tier tier : Tier.values()) {
            longest = spec.ttl(tier).compareTo(longest) > 0 ? spec.ttl(tier) : longest;
        }
        return longest;
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
        return Keys.address(spec, id);
    }

    /** Address of a tag. */
    EntryKey tagAddress(LocalKey tag) {
        return EntryKey.ofTag(spec.name(), tag.tenant(), tag.key());
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
        flights.detach(id);
        if (learned != null) {
            learned.forget(id);
        }
    }

    /** From now on nothing with the tag that was read before is returned by, or kept in, this process. */
    void invalidateTag(LocalKey tag) {
        tags.changed(tag);
    }

    void invalidateShard(int shard, int shards) {
        Predicate<LocalKey> there =
                id -> EntryKey.of(spec.name(), id.tenant(), id.key()).shard(shards) == shard;
        local.invalidateAll(there);
        flights.detachAll(there);
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

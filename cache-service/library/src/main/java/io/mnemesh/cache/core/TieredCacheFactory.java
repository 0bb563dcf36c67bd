package io.mnemesh.cache.core;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalTier;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.cache.redis.Changes;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.cache.threads.Maintenance;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The caches of one process and what they share: one link to Redis, one follower per shard, one set of debts. */
public final class TieredCacheFactory implements CacheFactory, AutoCloseable {

    private static final MeshLog LOG = MeshLog.of(TieredCacheFactory.class);

    private final Map<String, TieredCache<?>> caches = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Ticker ticker;
    private final Executor maintenance;
    private final CacheMetrics metrics;
    private final @Nullable RedisTier redis;
    private final Tiers tiers;
    private final Stores stores;
    private final Housekeeping housekeeping;
    private @Nullable HotKeys hotKeys;
    private boolean started;

    /**
     * Where the tiers are and how they are kept.
     *
     * @param redis           null for a service without L2
     * @param transactions    null for a service without L3
     * @param postgresTimeout longest time of a call to L3, and to the journal of writes
     * @param writeBack       for caches that write back and say nothing of their own
     */
    public record Settings(
            @Nullable RedisSettings redis,
            @Nullable TenantTransactions transactions,
            Duration postgresTimeout,
            Duration purgeEvery,
            int purgeBatch,
            WriteBack writeBack) {}

    /** Caches whose L1 is maintained by a {@link Maintenance thread of its own}. */
    public TieredCacheFactory(
            Vertx vertx, Settings settings, MeterRegistry registry, InstantSource clock, Ticker ticker) {
        this(vertx, settings, registry, clock, ticker, Maintenance.EXECUTOR);
    }

    /**
     * @param maintenance runs what L1 has to do after reads and writes; with {@code Runnable::run} every read counts for what is
     *                    kept, which otherwise only those do that find room in a buffer
     */
    @SuppressWarnings("this-escape") // the class is final and the tiers are started with the first cache
    public TieredCacheFactory(
            Vertx vertx,
            Settings settings,
            MeterRegistry registry,
            InstantSource clock,
            Ticker ticker,
            Executor maintenance) {
        this.clock = clock;
        this.ticker = ticker;
        this.maintenance = maintenance;
        this.metrics = new CacheMetrics(registry);
        var debts = new Debts();
        var transactions = settings.transactions();
        var postgres = transactions == null ? null : new PostgresTier(transactions, clock, settings.postgresTimeout());
        var redisSettings = settings.redis();
        this.redis = redisSettings == null
                ? null
                : new RedisTier(vertx, redisSettings, UUID.randomUUID().toString(), new Dispatch(), debts::payRedis);
        this.tiers = new Tiers(
                vertx,
                clock,
                redis,
                postgres,
                debts,
                metrics,
                () -> ThreadLocalRandom.current().nextDouble());
        this.stores = new Stores(
                tiers,
                transactions == null ? null : new WriteJournal(transactions, settings.postgresTimeout()),
                settings.writeBack());
        this.housekeeping = new Housekeeping(
                tiers,
                settings.purgeEvery(),
                settings.purgeBatch(),
                () -> caches.values().forEach(TieredCache::reclaim));
        metrics.bind(debts, tiers);
    }

    @Override
    public synchronized <V> HierarchicalCache<V> cache(CacheSpec<V> spec) {
        if (caches.containsKey(spec.name())) {
            throw new IllegalStateException("There is a cache '" + spec.name() + "' already; keep it in a field.");
        }
        if (spec.durable() && tiers.postgres() == null) {
            throw new IllegalStateException("The durable cache '" + spec.name() + "' needs PostgreSQL.");
        }
        var local = new LocalTier<V>(
                spec.localTtl(), spec.freshness().keepsStale(), spec.localMaxBytes(), clock, ticker, maintenance);
        var parts = new CacheParts<>(tiers, spec, local);
        var cache = new TieredCache<>(parts, stores.of(parts));
        caches.put(spec.name(), cache);
        if (spec.writes() != null) {
            metrics.bindWrites(cache);
        }
        if (spec.prefetch() != null) {
            metrics.bindPrefetch(cache);
        }
        metrics.bind(spec.name(), Arrays.stream(Tier.values()).filter(spec::has).toList(), parts.counters(), local);
        if (!started && redis != null) {
            started = true;
            redis.start();
        }
        if (hotKeys != null) {
            hotKeys.start(cache);
        }
        return cache;
    }

    /**
     * Caches that are made from now on begin with what was hot in earlier processes, and what is hot in this one is recorded for
     * later ones. Without L3 there is no place for it.
     */
    public synchronized void warmStarts(WarmStart settings) {
        PostgresTier postgres = tiers.postgres();
        if (postgres != null && hotKeys == null) {
            hotKeys = new HotKeys(tiers, postgres.hotKeys(), settings, caches::values);
        }
    }

    @Override
    public Uni<Void> forgetHotKeys() {
        PostgresTier postgres = tiers.postgres();
        return postgres == null
                ? Uni.createFrom().voidItem()
                : postgres.hotKeys().forgetAll();
    }

    /** Statistics of every cache of this process. */
    public List<CacheStats> stats() {
        return caches.values().stream().<CacheStats>map(TieredCache::stats).toList();
    }

    /** Whether L2 can be used now. */
    public boolean redisOpen() {
        return tiers.redisOpen();
    }

    /** Whether L3 can be used now. */
    public boolean postgresOpen() {
        return tiers.postgresOpen();
    }

    /** Asks L3 whether it answers, unless calls fail at once anyway; false without an L3. */
    public Uni<Boolean> postgresAnswers() {
        PostgresTier postgres = tiers.postgres();
        return postgres == null
                ? Uni.createFrom().item(false)
                : postgres.owed(1).replaceWith(true).onFailure().recoverWithItem(false);
    }

    /** Pays debts now; it also happens every second. */
    public Uni<Void> collect() {
        return housekeeping.collect();
    }

    /** Deletes what tags that were invalidated that long ago have left in L3, one batch of it; it also happens periodically. */
    Uni<Void> reclaimTags(Duration age) {
        return housekeeping.reclaimTags(age);
    }

    /** Purges expired rows of L3 now; it also happens periodically. */
    public Uni<Void> purge() {
        return housekeeping.purge();
    }

    @Override
    public void close() {
        housekeeping.close();
        closeHotKeys();
        caches.values().forEach(TieredCache::close);
        if (redis != null) {
            redis.close();
        }
    }

    @Nullable
    synchronized HotKeys hotKeys() {
        return hotKeys;
    }

    private synchronized void closeHotKeys() {
        if (hotKeys != null) {
            hotKeys.close();
        }
    }

    /** Tells the cache concerned. */
    private final class Dispatch implements Changes {

        @Override
        public void changed(String cache, String tenant, String key) {
            var concerned = caches.get(EntryKey.owner(cache));
            if (concerned == null) {
                return;
            }
            if (EntryKey.isOfTags(cache)) {
                concerned.tagChangedElsewhere(new TenantId(tenant), key);
            } else {
                concerned.changedElsewhere(new TenantId(tenant), key);
            }
        }

        @Override
        public void lost(int shard) {
            var tier = redis;
            if (tier == null) {
                return;
            }
            LOG.debug("The local tier drops a shard").with(LogKey.SHARD, shard).log();
            caches.values().forEach(cache -> cache.lost(shard, tier.shards()));
        }
    }
}

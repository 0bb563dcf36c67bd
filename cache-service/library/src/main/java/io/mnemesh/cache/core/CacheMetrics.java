package io.mnemesh.cache.core;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.PrefetchStats;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.local.LocalTier;
import io.mnemesh.cache.postgres.WriteJournal;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** Names of the cache's metrics. Labels are the cache's name and the tier: both are bounded. */
final class CacheMetrics {

    static final String READS = "mnemesh_cache_reads";
    static final String FAILURES = "mnemesh_cache_failures";
    static final String DAMAGED = "mnemesh_cache_damaged_entries";
    static final String WRITTEN = "mnemesh_cache_written_bytes";
    static final String UNCOMPRESSED = "mnemesh_cache_compression_input_bytes";
    static final String COMPRESSED = "mnemesh_cache_compression_output_bytes";
    static final String LOADS = "mnemesh_cache_loads";
    static final String REFUSED = "mnemesh_cache_refused_values";
    static final String STALE = "mnemesh_cache_stale_served";
    static final String EARLY = "mnemesh_cache_early_refreshes";
    static final String SOFT_TIMEOUTS = "mnemesh_cache_soft_timeouts";
    static final String WARMED = "mnemesh_cache_warmed_entries";
    static final String EVICTIONS = "mnemesh_cache_evictions";
    static final String ENTRIES = "mnemesh_cache_entries";
    static final String BYTES = "mnemesh_cache_bytes";
    static final String DEBTS = "mnemesh_cache_debts";
    static final String OPEN = "mnemesh_cache_tier_open";
    static final String TIER_SECONDS = "mnemesh_cache_tier_seconds";
    static final String LOAD_SECONDS = "mnemesh_cache_load_seconds";

    static final String WRITES = "mnemesh_cache_writes";
    static final String STORE_WRITES = "mnemesh_cache_store_writes";
    static final String COALESCED = "mnemesh_cache_coalesced_writes";
    static final String GIVEN_UP = "mnemesh_cache_writes_given_up";
    static final String JOURNAL_KEYS = "mnemesh_cache_journal_keys";
    static final String JOURNAL_OPEN = "mnemesh_cache_journal_open";
    static final String JOURNAL_AGE = "mnemesh_cache_journal_age_seconds";

    static final String PREFETCHES = "mnemesh_cache_prefetches";
    static final String PREFETCH_OPEN = "mnemesh_cache_prefetch_open";
    static final String PREFETCH_PRECISION = "mnemesh_cache_prefetch_precision";

    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry registry;

    CacheMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void bind(String cache, Iterable<Tier> tiers, CacheCounters counters, LocalTier<?> local) {
        for (Tier tier : tiers) {
            var tags = Tags.of("cache", cache, "tier", tier.label());
            var counts = counters.of(tier);
            count(READS, tags.and("outcome", "hit"), counts.hits);
            count(READS, tags.and("outcome", "miss"), counts.misses);
            count(FAILURES, tags, counts.failures);
            count(DAMAGED, tags, counts.damaged);
            count(WRITTEN, tags, counts.bytes);
        }
        var tags = Tags.of("cache", cache);
        count(LOADS, tags.and("outcome", "all"), counters.loads);
        count(LOADS, tags.and("outcome", "failed"), counters.loadFailures);
        count(REFUSED, tags, counters.refused);
        count(STALE, tags, counters.staleServed);
        count(EARLY, tags, counters.earlyRefreshes);
        count(SOFT_TIMEOUTS, tags, counters.softTimeouts);
        count(WARMED, tags, counters.warmed);
        count(UNCOMPRESSED, tags, counters.packedBefore);
        count(COMPRESSED, tags, counters.packedAfter);
        FunctionCounter.builder(EVICTIONS, local, LocalTier::evictions)
                .tags(tags)
                .register(registry);
        Gauge.builder(ENTRIES, local, LocalTier::size).tags(tags).register(registry);
        Gauge.builder(BYTES, local, LocalTier::bytes).tags(tags).register(registry);
    }

    /** What a cache writes to its store. */
    void bindWrites(HierarchicalCache<?> cache) {
        var tags = Tags.of("cache", cache.spec().name());
        count(WRITES, tags.and("outcome", "accepted"), cache, WriteStats::accepted);
        count(WRITES, tags.and("outcome", "refused"), cache, WriteStats::refused);
        count(STORE_WRITES, tags.and("outcome", "written"), cache, WriteStats::storeWrites);
        count(STORE_WRITES, tags.and("outcome", "failed"), cache, WriteStats::storeFailures);
        count(COALESCED, tags, cache, WriteStats::coalesced);
        count(GIVEN_UP, tags, cache, WriteStats::givenUp);
        gauge(JOURNAL_KEYS, tags.and("state", "pending"), cache, WriteStats::pending);
        gauge(JOURNAL_KEYS, tags.and("state", "dead"), cache, WriteStats::dead);
        gauge(JOURNAL_AGE, tags, cache, all -> all.oldest().toMillis() / MILLIS_PER_SECOND);
    }

    /** What a cache loads before it is read, and whether it does. */
    void bindPrefetch(HierarchicalCache<?> cache) {
        var tags = Tags.of("cache", cache.spec().name());
        prefetches(tags.and("outcome", "begun"), cache, PrefetchStats::begun);
        prefetches(tags.and("outcome", "used"), cache, PrefetchStats::used);
        prefetches(tags.and("outcome", "wasted"), cache, PrefetchStats::wasted);
        Gauge.builder(PREFETCH_OPEN, cache, of -> of.prefetchStats().loading() ? 1 : 0)
                .tags(tags)
                .register(registry);
        Gauge.builder(PREFETCH_PRECISION, cache, of -> of.prefetchStats().precision())
                .tags(tags)
                .register(registry);
    }

    /** Whether writes can be journalled now. */
    void bind(WriteJournal journal) {
        Gauge.builder(JOURNAL_OPEN, journal, tables -> tables.isOpen() ? 1 : 0).register(registry);
    }

    /** What was not told to shared tiers, and whether those that the service has can be used. */
    void bind(Debts debts, Tiers tiers) {
        Gauge.builder(DEBTS, debts, Debts::size).register(registry);
        if (tiers.redis() != null) {
            Gauge.builder(OPEN, tiers, all -> all.redisOpen() ? 1 : 0)
                    .tag("tier", Tier.REDIS.label())
                    .register(registry);
        }
        if (tiers.postgres() != null) {
            Gauge.builder(OPEN, tiers, all -> all.postgresOpen() ? 1 : 0)
                    .tag("tier", Tier.POSTGRES.label())
                    .register(registry);
        }
    }

    Timer tier(String cache, Tier tier, String operation) {
        return Timer.builder(TIER_SECONDS)
                .tags("cache", cache, "tier", tier.label(), "operation", operation)
                .register(registry);
    }

    Timer load(String cache) {
        return Timer.builder(LOAD_SECONDS).tag("cache", cache).register(registry);
    }

    private void count(String name, Tags tags, HierarchicalCache<?> cache, ToDoubleFunction<WriteStats> number) {
        FunctionCounter.builder(name, cache, of -> number.applyAsDouble(of.writeStats()))
                .tags(tags)
                .register(registry);
    }

    private void prefetches(Tags tags, HierarchicalCache<?> cache, ToDoubleFunction<PrefetchStats> number) {
        FunctionCounter.builder(PREFETCHES, cache, of -> number.applyAsDouble(of.prefetchStats()))
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, Tags tags, HierarchicalCache<?> cache, ToDoubleFunction<WriteStats> number) {
        Gauge.builder(name, cache, of -> number.applyAsDouble(of.writeStats()))
                .tags(tags)
                .register(registry);
    }

    private void count(String name, Tags tags, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum).tags(tags).register(registry);
    }
}

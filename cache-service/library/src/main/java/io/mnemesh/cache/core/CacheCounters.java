package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.Tier;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one cache counts. */
final class CacheCounters {

    final LongAdder loads = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder staleServed = new LongAdder();
    final LongAdder earlyRefreshes = new LongAdder();
    final LongAdder softTimeouts = new LongAdder();
    final LongAdder warmed = new LongAdder();
    final LongAdder packedValues = new LongAdder();
    final LongAdder packedBefore = new LongAdder();
    final LongAdder packedAfter = new LongAdder();
    private final OfTier local = new OfTier();
    private final OfTier redis = new OfTier();
    private final OfTier postgres = new OfTier();

    OfTier of(Tier tier) {
        return switch (tier) {
            case LOCAL -> local;
            case REDIS -> redis;
            case POSTGRES -> postgres;
        };
    }

    /** A value was compressed. */
    void packed(int before, int after) {
        packedValues.increment();
        packedBefore.add(before);
        packedAfter.add(after);
    }

    CacheStats snapshot(String name, Iterable<Tier> tiers, long evictions, long entries, long localBytes) {
        Map<Tier, CacheStats.TierStats> byTier = new EnumMap<>(Tier.class);
        for (Tier tier : tiers) {
            OfTier counts = of(tier);
            boolean isLocal = tier == Tier.LOCAL;
            byTier.put(
                    tier,
                    new CacheStats.TierStats(
                            counts.hits.sum(),
                            counts.misses.sum(),
                            counts.damaged.sum(),
                            counts.failures.sum(),
                            isLocal ? evictions : 0,
                            isLocal ? entries : 0,
                            isLocal ? localBytes : counts.bytes.sum()));
        }
        var compression = new CacheStats.CompressionStats(packedValues.sum(), packedBefore.sum(), packedAfter.sum());
        return new CacheStats(
                name,
                loads.sum(),
                loadFailures.sum(),
                refused.sum(),
                staleServed.sum(),
                earlyRefreshes.sum(),
                softTimeouts.sum(),
                compression,
                byTier);
    }

    /** What is counted per tier. */
    static final class OfTier {
        final LongAdder hits = new LongAdder();
        final LongAdder misses = new LongAdder();
        final LongAdder damaged = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder bytes = new LongAdder();
    }
}

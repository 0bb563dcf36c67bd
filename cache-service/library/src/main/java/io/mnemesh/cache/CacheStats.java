package io.mnemesh.cache;

import java.util.Map;

/**
 * Counters of one cache in this process since its start.
 *
 * @param loads          loader calls, by key
 * @param loadFailures   loads that failed or took too long, by key
 * @param refused        values that were not kept because the key was invalidated while they were loaded
 * @param staleServed    searches that answered with a value that had ended
 * @param earlyRefreshes loads in the background of values that were about to end
 * @param softTimeouts   searches that answered with a value that had ended because they took too long
 * @param compression    of values on their way to the shared tiers
 * @param tiers          per tier that is on
 */
public record CacheStats(
        String name,
        long loads,
        long loadFailures,
        long refused,
        long staleServed,
        long earlyRefreshes,
        long softTimeouts,
        CompressionStats compression,
        Map<Tier, TierStats> tiers) {

    /**
     * What was compressed; values that were not are not counted.
     *
     * @param values how many
     * @param before their bytes
     * @param after  what became of them
     */
    public record CompressionStats(long values, long before, long after) {}

    /**
     * Counters of one tier.
     *
     * @param damaged   entries that were of another format, type or epoch or failed their checksum; each was a miss
     * @param failures  calls that failed or took too long
     * @param evictions entries the local tier gave up for room
     * @param entries   entries held now, local tier only
     * @param bytes     bytes held now in the local tier, bytes written in the others
     */
    public record TierStats(
            long hits, long misses, long damaged, long failures, long evictions, long entries, long bytes) {}
}

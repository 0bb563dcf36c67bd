package io.mnemesh.cache;

import java.time.Duration;

/**
 * What became of puts and removals of one cache with a {@link CacheWriter}: counted in this process since its start, and what
 * is in the journal of all processes, as last looked at.
 *
 * @param accepted      writes that were acknowledged
 * @param refused       writes that were not: the journal was full or away, or the store failed
 * @param storeWrites   writes the store took
 * @param storeFailures writes in calls of the store that failed
 * @param coalesced     acknowledged writes that the store did not get because a later one of their key came before
 * @param givenUp       writes that became dead ones
 * @param pending       keys in the journal whose write the store does not have yet
 * @param dead          keys in the journal whose write was given up
 * @param oldest        age of the oldest pending write
 */
public record WriteStats(
        long accepted,
        long refused,
        long storeWrites,
        long storeFailures,
        long coalesced,
        long givenUp,
        long pending,
        long dead,
        Duration oldest) {

    /** Of a cache that does not write. */
    public static final WriteStats NONE = new WriteStats(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
}

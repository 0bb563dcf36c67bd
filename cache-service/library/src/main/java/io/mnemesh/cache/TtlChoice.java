package io.mnemesh.cache;

import java.time.Duration;

/**
 * What an {@link AdaptiveTtl} has chosen for one class of keys in this process, and why.
 *
 * @param keyClass      the class
 * @param ttl           how long its values are kept
 * @param loads         loads that were compared with the load before of the same key; older ones count less
 * @param changesPerDay how often a value changes, estimated from them, with a margin for their number
 * @param readShare     part of the cache's reads that are of this class
 * @param loadShare     part of the class's reads that are loads at this TTL
 * @param staleShare    part of the class's reads that are answered with a changed value at this TTL, at most
 */
public record TtlChoice(
        String keyClass,
        Duration ttl,
        long loads,
        double changesPerDay,
        double readShare,
        double loadShare,
        double staleShare) {}

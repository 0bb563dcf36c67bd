package io.mnemesh.cache;

/**
 * What became of a cache's prefetching in this process since its start.
 *
 * @param begun     loads that nobody had asked for
 * @param used      of those, values that were read from L1, or while they were loaded
 * @param wasted    of those, values that were not, or that L1 had given up before
 * @param loading   false while it only watches whether loading would pay
 * @param precision part of the latest loads that were used; while it watches, of the latest predictions that came true
 */
public record PrefetchStats(long begun, long used, long wasted, boolean loading, double precision) {

    /** Of a cache that does not prefetch. */
    public static final PrefetchStats NONE = new PrefetchStats(0, 0, 0, false, 0);
}

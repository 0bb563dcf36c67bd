package io.mnemesh.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Caffeine alone: W-TinyLFU, whose window adapts to what is read. */
final class CaffeineReplay {

    /** Of every entry, about as much as of those of the library. */
    private static final int WEIGHT = 200;

    private CaffeineReplay() {}

    /** Bounded by entries. */
    static long hits(long[] keys, int capacity) {
        return hits(
                keys,
                Caffeine.newBuilder()
                        .maximumSize(capacity)
                        .executor(Runnable::run)
                        .build());
    }

    /** Bounded by what they weigh, as L1 is. */
    static long hitsByWeight(long[] keys, int capacity) {
        return hits(
                keys,
                Caffeine.newBuilder()
                        .maximumWeight((long) capacity * WEIGHT)
                        .<Long, Boolean>weigher((key, value) -> WEIGHT)
                        .executor(Runnable::run)
                        .build());
    }

    private static long hits(long[] keys, Cache<Long, Boolean> cache) {
        long hits = 0;
        for (long key : keys) {
            if (cache.getIfPresent(key) != null) {
                hits++;
            } else {
                cache.put(key, Boolean.TRUE);
            }
        }
        return hits;
    }
}

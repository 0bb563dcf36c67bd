package io.mnemesh.cache.local;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds a weighted Caffeine cache such that it counts reads for as many entries as it has when it is full.
 *
 * <p>Caffeine makes its sketch of frequencies when the cache is half full, for the entries it has then, since of weights it
 * cannot tell how many there will be; how often counts are halved, and how often the window adapts, follow from that and stay.
 * So the bound is twice as great until the cache holds what it may; nothing is given up until then in either case. From then on
 * the bound is the one that was asked for. Safe for concurrent use.
 */
final class Filling {

    /** The part of the bound at which Caffeine makes its sketch. */
    private static final int PARTS = 2;

    private final long bound;
    /** Weight that may be put before the cache can be full. */
    private final AtomicLong room;

    private volatile boolean full;

    /** @param bound what the cache may weigh */
    Filling(long bound) {
        this.bound = bound;
        this.room = new AtomicLong(bound);
        // Nobody has that much memory, and Caffeine takes no more.
        this.full = bound > Long.MAX_VALUE / (2 * PARTS);
    }

    /** What the cache is to be made with. */
    long firstBound() {
        return full ? bound : PARTS * bound;
    }

    /** Something was put, perhaps in the place of something else. */
    void put(int weight, Cache<?, ?> cache) {
        if (!full && room.addAndGet(-weight) <= 0) {
            look(cache);
        }
    }

    private synchronized void look(Cache<?, ?> cache) {
        if (full) {
            return;
        }
        // Weights and the sketch follow writes in maintenance.
        cache.cleanUp();
        cache.policy().eviction().ifPresent(eviction -> {
            long left = bound - eviction.weightedSize().orElse(bound);
            room.set(left);
            if (left <= 0) {
                full = true;
                eviction.setMaximum(bound);
            }
        });
    }
}

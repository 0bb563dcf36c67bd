package io.mnemesh.benchmarks.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/** Gives up what has not been read for longest. */
final class Lru {

    private static final float LOAD_FACTOR = 0.75f;

    private Lru() {}

    static long hits(long[] keys, int capacity) {
        var held = new LinkedHashMap<Long, Boolean>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > capacity;
            }
        };
        long hits = 0;
        for (long key : keys) {
            if (held.put(key, true) != null) {
                hits++;
            }
        }
        return hits;
    }
}

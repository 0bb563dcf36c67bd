package io.mnemesh.cache.prefetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** An L1 of some entries that gives up what was not read for longest, a read a millisecond, and what prefetching makes of it. */
final class PlayedCache {

    static final Duration PAUSE = Duration.ofSeconds(10);
    static final double BREAK_EVEN = 0.5;

    private final Map<String, Boolean> held;
    private final InstantSource clock = () -> Instant.ofEpochMilli(this.now);
    private final Prefetching prefetching = new Prefetching(0.5, BREAK_EVEN, PAUSE, Duration.ofMinutes(1), clock);
    private long now;
    int reads;
    int misses;
    int prefetches;

    PlayedCache(int entries) {
        held = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > entries;
            }
        };
    }

    void read(String key) {
        now++;
        reads++;
        boolean hit = held.get(key) != null;
        misses += hit ? 0 : 1;
        for (String next : prefetching.read("acme", key, hit, absent -> !held.containsKey(absent))) {
            prefetches++;
            held.put(next, true);
            prefetching.landed("acme", next);
        }
        held.put(key, true);
    }

    /** Begins to count anew. */
    void forgetCounts() {
        reads = 0;
        misses = 0;
        prefetches = 0;
    }

    Prefetching.Outcomes outcomes() {
        return prefetching.outcomes();
    }
}

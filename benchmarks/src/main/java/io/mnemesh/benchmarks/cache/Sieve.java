package io.mnemesh.benchmarks.cache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in the order in which they came; a hand goes from the oldest to the newest, spares those that were read since it
 * passed them and gives up the first that was not. Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson, K. V. Rashmi, "SIEVE is simpler than
 * LRU", NSDI 2024.
 */
final class Sieve {

    private final int capacity;
    private final Map<Long, Entry> held = new HashMap<>();
    private @Nullable Entry oldest;
    private @Nullable Entry newest;
    private @Nullable Entry hand;

    private static final class Entry {
        private final long key;
        private boolean read;
        private @Nullable Entry older;
        private @Nullable Entry newer;

        Entry(long key) {
            this.key = key;
        }
    }

    private Sieve(int capacity) {
        this.capacity = capacity;
    }

    static long hits(long[] keys, int capacity) {
        var cache = new Sieve(capacity);
        long hits = 0;
        for (long key : keys) {
            hits += cache.read(key) ? 1 : 0;
        }
        return hits;
    }

    private boolean read(long key) {
        Entry entry = held.get(key);
        if (entry != null) {
            entry.read = true;
            return true;
        }
        if (held.size() >= capacity) {
            evict();
        }
        append(new Entry(key));
        return false;
    }

    private void append(Entry entry) {
        held.put(entry.key, entry);
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    private void evict() {
        Entry victim = hand == null ? oldest : hand;
        while (victim != null && victim.read) {
            victim.read = false;
            victim = victim.newer == null ? oldest : victim.newer;
        }
        if (victim != null) {
            hand = victim.newer;
            remove(victim);
        }
    }

    private void remove(Entry entry) {
        held.remove(entry.key);
        Entry older = entry.older;
        Entry newer = entry.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
    }
}

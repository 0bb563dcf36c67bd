package io.mnemesh.benchmarks.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Three queues, each in the order in which entries came: a tenth of the room is for new ones, which leave it for the main queue if
 * they were read twice and otherwise as ghosts, keys alone; what comes back while its ghost is there goes to the main queue at
 * once. J. Yang, Y. Zhang, Z. Qiu, Y. Yue, K. V. Rashmi, "FIFO queues are all you need for cache eviction", SOSP 2023.
 */
final class S3Fifo {

    private static final int PARTS = 10;
    private static final int MOST_READS = 3;

    private final int capacity;
    private final int roomForNew;
    private final int roomForOthers;
    private final Map<Long, Entry> held = new HashMap<>();
    private final Deque<Entry> recent = new ArrayDeque<>();
    private final Deque<Entry> main = new ArrayDeque<>();
    private final Set<Long> ghosts = new LinkedHashSet<>();

    private static final class Entry {
        private final long key;
        private int reads;

        Entry(long key) {
            this.key = key;
        }
    }

    private S3Fifo(int capacity) {
        this.capacity = capacity;
        this.roomForNew = Math.max(1, capacity / PARTS);
        this.roomForOthers = Math.max(1, capacity - roomForNew);
    }

    static long hits(long[] keys, int capacity) {
        var cache = new S3Fifo(capacity);
        long hits = 0;
        for (long key : keys) {
            hits += cache.read(key) ? 1 : 0;
        }
        return hits;
    }

    private boolean read(long key) {
        Entry entry = held.get(key);
        if (entry != null) {
            entry.reads = Math.min(MOST_READS, entry.reads + 1);
            return true;
        }
        var queue = ghosts.remove(key) ? main : recent;
        while (held.size() >= capacity) {
            if (recent.size() >= roomForNew || main.isEmpty()) {
                leaveRecent();
            } else {
                leaveMain();
            }
        }
        entry = new Entry(key);
        held.put(key, entry);
        queue.addLast(entry);
        return false;
    }

    private void leaveRecent() {
        for (Entry first = recent.pollFirst(); first != null; first = recent.pollFirst()) {
            if (first.reads <= 1) {
                held.remove(first.key);
                remember(first.key);
                return;
            }
            main.addLast(first);
            if (main.size() > roomForOthers) {
                leaveMain();
            }
        }
    }

    private void remember(long key) {
        ghosts.add(key);
        if (ghosts.size() > roomForOthers) {
            var first = ghosts.iterator();
            first.next();
            first.remove();
        }
    }

    private void leaveMain() {
        for (Entry first = main.removeFirst(); ; first = main.removeFirst()) {
            if (first.reads == 0) {
                held.remove(first.key);
                return;
            }
            first.reads--;
            main.addLast(first);
        }
    }
}

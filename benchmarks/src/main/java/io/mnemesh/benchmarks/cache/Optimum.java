package io.mnemesh.benchmarks.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The most hits that a cache of a given number of entries can have on a trace, by giving up what is read again last, also if
 * that is what has just been read: L. Belady, "A study of replacement algorithms for a virtual-storage computer", 1966.
 * O(reads × log capacity).
 */
final class Optimum {

    private Optimum() {}

    static long hits(long[] keys, int capacity) {
        int[] next = nextReads(keys);
        var held = new HashMap<Long, Integer>();
        var byNextRead = new TreeMap<Integer, Long>();
        long hits = 0;
        for (int i = 0; i < keys.length; i++) {
            Integer expected = held.put(keys[i], next[i]);
            if (expected != null) {
                hits++;
                byNextRead.remove(expected);
            }
            byNextRead.put(next[i], keys[i]);
            if (held.size() > capacity) {
                held.remove(byNextRead.pollLastEntry().getValue());
            }
        }
        return hits;
    }

    /** For each read when its key is read again; different numbers beyond the end for those that are not. */
    private static int[] nextReads(long[] keys) {
        var next = new int[keys.length];
        Map<Long, Integer> later = new HashMap<>();
        for (int i = keys.length - 1; i >= 0; i--) {
            Integer again = later.put(keys[i], i);
            next[i] = again == null ? keys.length + i : again;
        }
        return next;
    }
}

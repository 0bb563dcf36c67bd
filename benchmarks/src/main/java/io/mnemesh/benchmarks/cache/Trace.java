package io.mnemesh.benchmarks.cache;

import java.util.Arrays;

/**
 * Keys in the order in which they were read.
 *
 * @param name short, of letters, digits and underscores
 */
record Trace(String name, long[] keys) {

    int distinct() {
        return Math.toIntExact(Arrays.stream(keys).distinct().count());
    }

    /** Its beginning. */
    Trace limited(int most) {
        return keys.length <= most ? this : new Trace(name, Arrays.copyOf(keys, most));
    }
}

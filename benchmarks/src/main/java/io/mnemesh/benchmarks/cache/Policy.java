package io.mnemesh.benchmarks.cache;

/** What a cache keeps and what it gives up, as far as hits show it. */
@FunctionalInterface
interface Policy {

    /**
     * @param keys     in the order in which they are read; what is not there is put
     * @param capacity entries that there is room for, at least one
     * @return how many reads find their key
     */
    long hits(long[] keys, int capacity);
}

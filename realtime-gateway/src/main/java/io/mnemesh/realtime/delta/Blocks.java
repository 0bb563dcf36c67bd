package io.mnemesh.realtime.delta;

import java.util.Arrays;

/** The blocks of some bytes, one behind the other, by a hash that can roll along other bytes. */
final class Blocks {

    private static final int BLOCK = 16;
    private static final int BASE = 0x01000193;
    private static final int TOP = power(BLOCK - 1);

    private final int[] first;
    private final int[] next;
    private final int mask;

    Blocks(byte[] bytes) {
        int count = bytes.length / BLOCK;
        int size = Integer.highestOneBit(Math.max(1, count)) * 4;
        first = new int[size];
        next = new int[count];
        mask = size - 1;
        Arrays.fill(first, -1);
        for (int block = count - 1; block >= 0; block--) {
            int slot = slot(hash(bytes, block * BLOCK));
            next[block] = first[slot];
            first[slot] = block;
        }
    }

    /** The first block that may have this hash; -1 if there is none. */
    int first(int hash) {
        return first[slot(hash)];
    }

    /** The next one behind a block; -1 if there is none. */
    int next(int block) {
        return next[block];
    }

    /** The hash of the block that begins here. */
    static int hash(byte[] bytes, int at) {
        int hash = 0;
        for (int i = at; i < at + BLOCK; i++) {
            hash = hash * BASE + bytes[i];
        }
        return hash;
    }

    /** The hash one byte further. */
    static int roll(int hash, byte leaving, byte coming) {
        return (hash - leaving * TOP) * BASE + coming;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & mask;
    }

    private static int power(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= BASE;
        }
        return power;
    }
}

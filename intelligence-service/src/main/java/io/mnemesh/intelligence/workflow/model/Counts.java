package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How often each of few numbers was seen: sorted arrays, so that a count costs eight bytes. Not thread-safe. */
final class Counts {

    private static final int[] NONE = {};

    private int[] symbols = NONE;
    private int[] seen = NONE;
    private int size;
    private long total;

    /** Numbers with a count. */
    int size() {
        return size;
    }

    long total() {
        return total;
    }

    int symbolAt(int place) {
        return symbols[place];
    }

    int countAt(int place) {
        return seen[place];
    }

    int count(int symbol) {
        int place = Arrays.binarySearch(symbols, 0, size, symbol);
        return place < 0 ? 0 : seen[place];
    }

    /** Numbers that were seen once. */
    int singletons() {
        int once = 0;
        for (int i = 0; i < size; i++) {
            once += seen[i] == 1 ? 1 : 0;
        }
        return once;
    }

    /** Adds to a count, which does not fall below zero. */
    void add(int symbol, int times) {
        int place = Arrays.binarySearch(symbols, 0, size, symbol);
        if (place >= 0) {
            int was = seen[place];
            seen[place] = Math.clamp((long) was + times, 0, Integer.MAX_VALUE);
            total += seen[place] - was;
            if (seen[place] == 0) {
                removeAt(place);
            }
        } else if (times > 0) {
            insertAt(-place - 1, symbol, times);
        }
    }

    private void insertAt(int place, int symbol, int times) {
        if (size == symbols.length) {
            int larger = Math.max(2, size + (size >> 1));
            symbols = Arrays.copyOf(symbols, larger);
            seen = Arrays.copyOf(seen, larger);
        }
        System.arraycopy(symbols, place, symbols, place + 1, size - place);
        System.arraycopy(seen, place, seen, place + 1, size - place);
        symbols[place] = symbol;
        seen[place] = times;
        size++;
        total += times;
    }

    private void removeAt(int place) {
        size--;
        System.arraycopy(symbols, place + 1, symbols, place, size - place);
        System.arraycopy(seen, place + 1, seen, place, size - place);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(symbols[i]);
            out.writeInt(seen[i]);
        }
    }

    static Counts read(DataInput in) throws IOException {
        var counts = new Counts();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            counts.insertAt(counts.size, in.readInt(), in.readInt());
        }
        return counts;
    }
}

package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Random numbers whose state is one number, so that it can be written down: SplitMix64 (Steele, Lea and Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014).
 */
final class Draws implements Persistent {

    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    long nextLong() {
        state += GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0, inclusive, to 1, exclusive. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(state);
    }

    @Override
    public void read(DataInput in) throws IOException {
        state = in.readLong();
    }
}

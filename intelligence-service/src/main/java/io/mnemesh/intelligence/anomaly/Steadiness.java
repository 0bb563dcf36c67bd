package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Knows whether a series is constant but for a few steps. Such a series has no noise to measure a step by, so every step is
 * infinitely rare; how large it is beside the level it was at for longest says how much attention it may get.
 */
final class Steadiness implements Persistent {

    /** Share of a level below which two values are the same. */
    private static final double SAME = 1e-3;

    private static final double SMALL = 0.1;
    private static final double MODERATE = 0.5;

    /** Least share of points without a step. */
    private static final double STEADY = 0.95;

    private static final double NOTHING = 1e-9;

    private final Spread moves = new Spread(1_000);
    private double home;
    private long longest;
    private double current;
    private long run;

    /** The highest level an anomaly at this value may have, seen from the values before it. */
    Level most(double value) {
        if (longest == 0 || 1 - moves.mean() < STEADY) {
            return Level.HIGH;
        }
        double away = Math.abs(value - home);
        double level = Math.abs(home);
        if (away <= (SMALL + NOTHING) * level) {
            return Level.LOW;
        }
        return level < NOTHING || away <= MODERATE * level ? Level.MEDIUM : Level.HIGH;
    }

    void add(double value) {
        boolean moved = run > 0 && Math.abs(value - current) > Math.max(NOTHING, SAME * Math.abs(current));
        moves.add(moved ? 1 : 0);
        if (moved || run == 0) {
            current = value;
            run = 0;
        }
        run++;
        if (run >= longest) {
            longest = run;
            home = current;
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        moves.write(out);
        out.writeDouble(home);
        out.writeLong(longest);
        out.writeDouble(current);
        out.writeLong(run);
    }

    @Override
    public void read(DataInput in) throws IOException {
        moves.read(in);
        home = in.readDouble();
        longest = in.readLong();
        current = in.readDouble();
        run = in.readLong();
    }
}

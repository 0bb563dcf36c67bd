package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far a value is from the mean of the latest ones, in their deviations. What is unusual now may have been usual long ago, which
 * detectors that remember everything do not see. O(window) per point.
 */
public final class RecentNovelty implements Detector {

    private static final int LEAST = 10;

    private final double[] latest;
    private long seen;

    /** @param points length of the window */
    public RecentNovelty(int points) {
        latest = new double[points];
    }

    @Override
    public String name() {
        return "recent";
    }

    @Override
    public String meaning() {
        return "is far from the values just before it";
    }

    @Override
    public double score(long second, double value) {
        int held = (int) Math.min(seen, latest.length);
        double mean = Arrays.stream(latest, 0, held).sum() / Math.max(1, held);
        double squares = 0;
        for (int i = 0; i < held; i++) {
            squares += (latest[i] - mean) * (latest[i] - mean);
        }
        latest[(int) (seen++ % latest.length)] = value;
        return held < LEAST ? 0 : Math.abs(value - mean) / Units.of(Math.sqrt(squares / held), mean);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (double value : latest) {
            out.writeDouble(value);
        }
        out.writeLong(seen);
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (int i = 0; i < latest.length; i++) {
            latest[i] = in.readDouble();
        }
        seen = Math.max(0, in.readLong());
    }
}

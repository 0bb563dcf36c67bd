package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far the mean of the latest points is from the mean of the time before them, in deviations of such means. It sees what
 * stays, where a single value sees what jumps.
 */
public final class LevelShift implements Detector {

    private final String name;
    private final double[] latest;
    private final Spread means = new Spread(1_500);
    private int filled;
    private int at;
    private double sum;

    /**
     * @param name   for explanations
     * @param points length of the window
     */
    public LevelShift(String name, int points) {
        this.name = name;
        this.latest = new double[points];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String meaning() {
        return "is among values whose mean left the level of the time before";
    }

    @Override
    public double score(long second, double value) {
        double leaving = latest[at];
        latest[at] = value;
        at = (at + 1) % latest.length;
        if (filled < latest.length) {
            filled++;
            sum += value;
            return 0;
        }
        sum += value - leaving;
        double mean = sum / latest.length;
        double score = means.seen() < latest.length
                ? 0
                : Math.abs(mean - means.mean()) / Units.of(means.deviation(), means.mean());
        means.add(mean);
        return score;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (double value : latest) {
            out.writeDouble(value);
        }
        means.write(out);
        out.writeInt(filled);
        out.writeInt(at);
        out.writeDouble(sum);
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (int i = 0; i < latest.length; i++) {
            latest[i] = in.readDouble();
        }
        means.read(in);
        filled = in.readInt();
        at = Math.floorMod(in.readInt(), latest.length);
        sum = in.readDouble();
    }
}

package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far the size of the latest steps is from that of the time before: a series that becomes restless, or stops moving, at the
 * same level. Sizes are taken as logarithms, so that one large step is not all there is.
 */
public final class VolatilityShift implements Detector {

    private final LevelShift shift;
    private double before;
    private boolean begun;

    /** @param points length of the window */
    public VolatilityShift(int points) {
        shift = new LevelShift("volatility", points);
    }

    @Override
    public String name() {
        return shift.name();
    }

    @Override
    public String meaning() {
        return "is among values that move by steps of another size than in the time before";
    }

    @Override
    public double score(long second, double value) {
        double step = begun ? Math.abs(value - before) : 0;
        before = value;
        begun = true;
        return shift.score(second, Math.log1p(step));
    }

    @Override
    public void write(DataOutput out) throws IOException {
        shift.write(out);
        out.writeDouble(before);
        out.writeBoolean(begun);
    }

    @Override
    public void read(DataInput in) throws IOException {
        shift.read(in);
        before = in.readDouble();
        begun = in.readBoolean();
    }
}

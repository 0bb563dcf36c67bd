package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How large the step from the value before is, in standard deviations of steps. */
public final class StepNovelty implements Detector {

    private final Spread steps = new Spread(1_000);
    private final Spread level = new Spread(1_000);
    private double before;

    @Override
    public String name() {
        return "step";
    }

    @Override
    public String meaning() {
        return "is an unusual step away from the value before";
    }

    @Override
    public double score(long second, double value) {
        double step = level.seen() == 0 ? 0 : value - before;
        double score = Math.abs(step - steps.mean()) / Units.of(steps.deviation(), level.mean());
        steps.add(step);
        level.add(value);
        before = value;
        return score;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        steps.write(out);
        level.write(out);
        out.writeDouble(before);
    }

    @Override
    public void read(DataInput in) throws IOException {
        steps.read(in);
        level.read(in);
        before = in.readDouble();
    }
}

package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far a value is from what is usual at this time of the day, in deviations of such differences. The day is cut into
 * half-hours; before the second day nothing is usual yet and it is silent.
 */
public final class SeasonalResidual implements Detector {

    private static final int DAY = 86_400;
    private static final int SLOT = 1_800;
    private static final int LEAST = 2;

    private final Spread[] slots = new Spread[DAY / SLOT];
    private final Spread residuals = new Spread(2_000);

    public SeasonalResidual() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Spread(60);
        }
    }

    @Override
    public String name() {
        return "season";
    }

    @Override
    public String meaning() {
        return "is unusual for this time of the day";
    }

    @Override
    public double score(long second, double value) {
        Spread slot = slots[Math.floorMod(second, DAY) / SLOT];
        double score = 0;
        if (slot.seen() >= LEAST) {
            double residual = value - slot.mean();
            score = Math.abs(residual - residuals.mean()) / Units.of(residuals.deviation(), slot.mean());
            residuals.add(residual);
        }
        slot.add(value);
        return score;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (Spread slot : slots) {
            slot.write(out);
        }
        residuals.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (Spread slot : slots) {
            slot.read(in);
        }
        residuals.read(in);
    }
}

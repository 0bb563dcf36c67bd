package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the next value of a series is expected to be, from the values before it: the mean of the latest ones, or what is usual
 * at this time of the day (UTC, half-hours), whichever was closer so far. The range is three deviations of its errors wide on
 * either side.
 */
final class UsualRange implements Persistent {

    private static final int DAY = 86_400;
    private static final int SLOT = 1_800;
    private static final int DAYS = 2;
    private static final double DEVIATIONS = 3;

    private final Spread latest = new Spread(20);
    private final Spread latestErrors = new Spread(500);
    private final Spread[] slots = new Spread[DAY / SLOT];
    private final Spread slotErrors = new Spread(500);

    UsualRange() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Spread(60);
        }
    }

    /** What is expected at a time. */
    Expected at(long second) {
        Spread slot = slot(second);
        boolean daily =
                slot.seen() >= DAYS && slotErrors.seen() >= slots.length && size(slotErrors) < size(latestErrors);
        Spread source = daily ? slot : latest;
        double width = DEVIATIONS * size(daily ? slotErrors : latestErrors);
        return new Expected(source.mean(), source.mean() - width, source.mean() + width);
    }

    void add(long second, double value) {
        Spread slot = slot(second);
        if (latest.seen() > 0) {
            latestErrors.add(value - latest.mean());
        }
        if (slot.seen() >= DAYS) {
            slotErrors.add(value - slot.mean());
        }
        latest.add(value);
        slot.add(value);
    }

    /** Root of the mean square: a mean that is not zero is an error too. */
    private static double size(Spread errors) {
        return Math.hypot(errors.mean(), errors.deviation());
    }

    private Spread slot(long second) {
        return slots[Math.floorMod(second, DAY) / SLOT];
    }

    @Override
    public void write(DataOutput out) throws IOException {
        latest.write(out);
        latestErrors.write(out);
        for (Spread slot : slots) {
            slot.write(out);
        }
        slotErrors.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        latest.read(in);
        latestErrors.read(in);
        for (Spread slot : slots) {
            slot.read(in);
        }
        slotErrors.read(in);
    }
}

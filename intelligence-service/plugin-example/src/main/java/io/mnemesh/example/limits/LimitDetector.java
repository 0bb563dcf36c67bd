package io.mnemesh.example.limits;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The farther above the limit, and the longer, the more unusual. */
final class LimitDetector implements Detector {

    private int above;

    @Override
    public String name() {
        return "known-limit";
    }

    @Override
    public String meaning() {
        return "is above what the queue holds";
    }

    @Override
    public double score(long second, double value) {
        above = value > Limits.CAPACITY ? above + 1 : 0;
        return above * Math.max(0, value / Limits.CAPACITY - 1);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(above);
    }

    @Override
    public void read(DataInput in) throws IOException {
        above = in.readInt();
    }
}

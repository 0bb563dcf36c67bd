package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far a value is outside of the range of all values so far, in standard deviations. What comes again is no news. */
public final class RangeNovelty implements Detector {

    private final Spread spread = new Spread(2_000);
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    @Override
    public String name() {
        return "range";
    }

    @Override
    public String meaning() {
        return "is outside of the range of all values so far";
    }

    @Override
    public double score(long second, double value) {
        double outside = spread.seen() == 0 ? 0 : Math.max(0, Math.max(value - most, least - value));
        double unit = Units.of(spread.deviation(), spread.mean());
        spread.add(value);
        least = Math.min(least, value);
        most = Math.max(most, value);
        return outside / unit;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        spread.write(out);
        out.writeDouble(least);
        out.writeDouble(most);
    }

    @Override
    public void read(DataInput in) throws IOException {
        spread.read(in);
        least = in.readDouble();
        most = in.readDouble();
    }
}

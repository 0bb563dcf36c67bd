package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Level and scale of a series, both followed exponentially (West 1979). */
final class Spread implements Persistent {

    private final double rate;
    private double mean;
    private double variance;
    private long seen;

    /** @param points about how many of the latest points count */
    Spread(int points) {
        this.rate = 2.0 / (points + 1);
    }

    void add(double value) {
        seen++;
        double weight = Math.max(rate, 1.0 / seen);
        double difference = value - mean;
        mean += weight * difference;
        variance = (1 - weight) * (variance + weight * difference * difference);
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return Math.sqrt(Math.max(0, variance));
    }

    long seen() {
        return seen;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(mean);
        out.writeDouble(variance);
        out.writeLong(seen);
    }

    @Override
    public void read(DataInput in) throws IOException {
        mean = in.readDouble();
        variance = in.readDouble();
        seen = in.readLong();
    }
}

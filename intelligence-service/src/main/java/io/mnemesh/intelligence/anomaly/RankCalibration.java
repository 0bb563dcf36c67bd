package io.mnemesh.intelligence.anomaly;

import io.mnemesh.intelligence.spi.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Turns the scores of one detector into surprise that is comparable between detectors: −log₁₀ of the share of its scores so
 * far that are at least as high. Beyond the highest of them the tail is taken to be exponential with the mean excess over the
 * 98th percentile (the simplest generalised Pareto tail, Pickands 1975), so that surprise goes on growing.
 *
 * <p>Scores are kept in a histogram of {@value #BINS} bins of their logarithms: constant memory, O(1) per score but for the
 * sums over bins.
 */
final class RankCalibration implements Persistent {

    private static final int BINS = 512;
    private static final double LEAST = 1e-9;
    private static final double BINS_PER_DECADE = 28;
    private static final double TAIL = 0.02;

    /** Most decades below the rarest score seen that the tail is followed. */
    private static final double MOST_BEYOND = 3;

    private final long[] counts = new long[BINS];
    private long all;
    private double highest;
    private double excess;
    private long excesses;

    /** Surprise of a score, 0 for one that is as usual as can be; the score counts from now on. */
    double surprise(double score) {
        double surprise = all == 0 ? 0 : of(score);
        add(score);
        return surprise;
    }

    private double of(double score) {
        long above = 0;
        for (int bin = bin(score); bin < BINS; bin++) {
            above += counts[bin];
        }
        double rank = -Math.log10((above + 1.0) / (all + 1.0));
        if (score <= highest || excesses == 0) {
            return rank;
        }
        double scale = Math.max(LEAST, excess / excesses);
        return rank + Math.min(MOST_BEYOND, (score - highest) / scale / Math.log(10));
    }

    private void add(double score) {
        double threshold = quantile();
        if (all > 0 && score > threshold) {
            excess += score - threshold;
            excesses++;
        }
        counts[bin(score)]++;
        all++;
        highest = Math.max(highest, score);
    }

    private double quantile() {
        long tail = (long) (all * TAIL);
        long seen = 0;
        for (int bin = BINS - 1; bin > 0; bin--) {
            seen += counts[bin];
            if (seen > tail) {
                return LEAST * Math.pow(10, bin / BINS_PER_DECADE);
            }
        }
        return 0;
    }

    private static int bin(double score) {
        return score <= LEAST ? 0 : (int) Math.clamp(Math.log10(score / LEAST) * BINS_PER_DECADE + 1, 1, BINS - 1);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt((int) Arrays.stream(counts).filter(count -> count > 0).count());
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                out.writeShort(bin);
                out.writeLong(counts[bin]);
            }
        }
        out.writeDouble(highest);
        out.writeDouble(excess);
        out.writeLong(excesses);
    }

    @Override
    public void read(DataInput in) throws IOException {
        Arrays.fill(counts, 0);
        all = 0;
        int filled = in.readInt();
        for (int i = 0; i < filled; i++) {
            int bin = in.readUnsignedShort();
            if (bin >= BINS) {
                throw new IOException("There is no bin " + bin + ".");
            }
            counts[bin] = in.readLong();
            all += counts[bin];
        }
        highest = in.readDouble();
        excess = in.readDouble();
        excesses = in.readLong();
    }
}

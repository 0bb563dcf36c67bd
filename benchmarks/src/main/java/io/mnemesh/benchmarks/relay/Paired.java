package io.mnemesh.benchmarks.relay;

import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The geometric mean of ratios, each of two figures of the same seed, with the interval that the mean over many more seeds lies
 * in with 95 %: normal, on logarithms. Seeds are independent and done in parallel.
 */
record Paired(double mean, double low, double high) {

    private static final double NORMAL_95 = 1.96;

    /** @param of the figure of a seed, whose ratio to the other one counts */
    static Paired over(long firstSeed, long lastSeed, LongToDoubleFunction of, LongToDoubleFunction to) {
        double[] logs = LongStream.rangeClosed(firstSeed, lastSeed)
                .parallel()
                .mapToDouble(seed -> Math.log(of.applyAsDouble(seed) / to.applyAsDouble(seed)))
                .toArray();
        double mean = 0;
        for (double log : logs) {
            mean += log / logs.length;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double error = logs.length < 2 ? 0 : Math.sqrt(squares / (logs.length - 1) / logs.length);
        return new Paired(Math.exp(mean), Math.exp(mean - NORMAL_95 * error), Math.exp(mean + NORMAL_95 * error));
    }
}

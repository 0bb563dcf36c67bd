package io.mnemesh.benchmarks.cache;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws ranks from 0 to {@code size - 1}, the r-th in proportion to 1 / (r + 1)^skew. */
final class Zipf {

    private final double[] cumulated;

    Zipf(int size, double skew) {
        cumulated = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(i + 1, -skew);
            cumulated[i] = sum;
        }
    }

    int draw(SplittableRandom random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return found < 0 ? -found - 1 : found;
    }
}

package io.mnemesh.benchmarks;

import io.mnemesh.intelligence.workflow.model.Prediction;

/** How often the likeliest next activity was the true one, and how far what was said of it was from what came. */
final class NextTaskScores {

    private static final int BINS = 10;

    private final long[] seen = new long[BINS];
    private final double[] said = new double[BINS];
    private final long[] came = new long[BINS];
    private long predictions;
    private long rightMasked;
    private long rightOpen;

    /** @param truth activity that came next, which is never the end */
    void add(Prediction prediction, String truth) {
        predictions++;
        if (prediction.candidates().isEmpty()) {
            return;
        }
        Prediction.Candidate best = prediction.candidates().getFirst();
        boolean right = best.task().equals(truth);
        rightMasked += right ? 1 : 0;
        rightOpen += right && best.probability() > prediction.end() ? 1 : 0;
        int bin = Math.min(BINS - 1, (int) (best.goesOn() * BINS));
        seen[bin]++;
        said[bin] += best.goesOn();
        came[bin] += right ? 1 : 0;
    }

    long predictions() {
        return predictions;
    }

    double accuracyMasked() {
        return (double) rightMasked / predictions;
    }

    double accuracyOpen() {
        return (double) rightOpen / predictions;
    }

    /** Expected calibration error over ten bins of equal width, with the end masked (Guo et al., ICML 2017). */
    double calibrationError() {
        double error = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(said[bin] - came[bin]);
            all += seen[bin];
        }
        return all == 0 ? 0 : error / all;
    }
}

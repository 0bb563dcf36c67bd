package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What says how likely one outcome is.
 *
 * @param support how many decisions that were asked while they were held out got a probability within each twentieth
 */
record LabelModel(Scorer scorer, Calibration calibration, int[] support, Comparison comparison) {

    private static final int BINS = 20;

    /** Learns it: the better of champion and challenger, or the champion whatever the challenger does. */
    static LabelModel fit(String outcome, Labelled data, long seed, boolean onlyChampion) {
        Contest.Result contest = new Contest(data, seed).run(onlyChampion);
        Scorer scorer = contest.promoted() ? BoostedTrees.fit(data, seed) : Logistic.fit(data, contest.penalty());
        int[] support = new int[BINS];
        for (double logOdds : contest.outOfFold()) {
            support[bin(Odds.probability(logOdds))]++;
        }
        var comparison = new Comparison(
                outcome, scorer.name(), contest.t(), contest.penalty(), contest.champion(), contest.challenger());
        return new LabelModel(scorer, contest.calibration(), support, comparison);
    }

    double logOdds(Row row) {
        return calibration.apply(scorer.score(row));
    }

    /** As {@link Scorer#explain}, of the calibrated score. */
    double explain(Row row, double[] additions) {
        double base = scorer.explain(row, additions);
        for (int i = 0; i < additions.length; i++) {
            additions[i] *= calibration.slope();
        }
        return calibration.apply(base);
    }

    /** How many decisions of about this probability it was tested on. */
    int tested(double probability) {
        int bin = bin(probability);
        int count = support[bin];
        count += bin > 0 ? support[bin - 1] : 0;
        count += bin < BINS - 1 ? support[bin + 1] : 0;
        return count;
    }

    private static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }

    void write(DataOutput out) throws IOException {
        Scorer.writeNamed(scorer, out);
        calibration.write(out);
        Binary.write(out, support);
        comparison.write(out);
    }

    static LabelModel read(DataInput in) throws IOException {
        return new LabelModel(Scorer.read(in), Calibration.read(in), Binary.ints(in), Comparison.read(in));
    }
}

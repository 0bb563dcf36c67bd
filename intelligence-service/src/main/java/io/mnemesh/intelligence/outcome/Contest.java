package io.mnemesh.intelligence.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sets the challenger beside the champion in repeated cross-validation: both are fitted to the same decisions and asked about the
 * same others. The challenger is promoted if its loss is lower by more than noise, by the corrected t-test for repeated
 * cross-validation (Nadeau and Bengio, Machine Learning 2003), and it is below the champion in nothing that is promised.
 */
final class Contest {

    private static final int FOLDS = 5;

    /** One-sided 95 % of Student's t with four or more degrees of freedom. */
    private static final double SURE = 2.132;

    private static final double[] PENALTIES = {0.3, 1, 3, 10, 30, 100};

    /** How sure it is that the challenger is better, in standard errors, and what both reached. */
    record Result(
            boolean promoted,
            double t,
            Scores champion,
            Scores challenger,
            double penalty,
            Calibration calibration,
            double[] outOfFold) {}

    private final Labelled data;
    private final long seed;

    Contest(Labelled data, long seed) {
        this.data = data;
        this.seed = seed;
    }

    /** Repetitions, fewer the more decisions there are: noise is less then, and time is bounded. */
    private static int repetitions(int size) {
        return size <= 1_000 ? 4 : size <= 5_000 ? 2 : 1;
    }

    /** @param onlyChampion whether the challenger is not promoted whatever it does */
    Result run(boolean onlyChampion) {
        double penalty = penalty();
        int repetitions = repetitions(data.size());
        var gains = new ArrayList<Double>();
        double[] champion = new double[0];
        double[] challenger = new double[0];
        int[] first = new int[0];
        var linear = new ArrayList<Scores>();
        var boosted = new ArrayList<Scores>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            int[] fold = Folds.stratified(data.ended(), FOLDS, seed + repetition);
            double[] one = outOfFold(fold, some -> Logistic.fit(some, penalty));
            double[] other = outOfFold(fold, some -> BoostedTrees.fit(some, seed));
            for (int part = 0; part < FOLDS; part++) {
                gains.add(loss(one, fold, part) - loss(other, fold, part));
            }
            linear.add(Scores.of(calibrated(one, fold), data.ended()));
            boosted.add(Scores.of(calibrated(other, fold), data.ended()));
            if (repetition == 0) {
                champion = one;
                challenger = other;
                first = fold;
            }
        }
        double t = t(gains);
        Scores ofChampion = mean(linear);
        Scores ofChallenger = mean(boosted);
        boolean promoted = !onlyChampion && t > SURE && ofChallenger.isNowhereBelow(ofChampion);
        double[] served = promoted ? challenger : champion;
        return new Result(
                promoted,
                t,
                ofChampion,
                ofChallenger,
                penalty,
                Calibration.fit(served, data.ended()),
                calibrated(served, first));
    }

    /** The penalty that does best on folds, the greater one among equals. */
    private double penalty() {
        int[] fold = Folds.stratified(data.ended(), 3, seed);
        double best = Double.POSITIVE_INFINITY;
        double chosen = PENALTIES[0];
        for (double penalty : PENALTIES) {
            double[] scores = outOfFold(fold, some -> Logistic.fit(some, penalty));
            double loss = IntStream.range(0, scores.length)
                    .mapToDouble(i -> Odds.loss(scores[i], data.ended()[i]))
                    .sum();
            if (loss <= best) {
                best = loss;
                chosen = penalty;
            }
        }
        return chosen;
    }

    private double[] outOfFold(int[] fold, Function<Labelled, Scorer> fit) {
        double[] scores = new double[fold.length];
        int folds = Arrays.stream(fold).max().orElse(0) + 1;
        for (int part = 0; part < folds; part++) {
            int held = part;
            Scorer scorer = fit.apply(data.of(
                    IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray()));
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == held) {
                    scores[i] = scorer.score(data.rows()[i]);
                }
            }
        }
        return scores;
    }

    /** Scores of each fold calibrated by those of the other folds, so that the calibration is tested too. */
    private double[] calibrated(double[] scores, int[] fold) {
        double[] calibrated = new double[scores.length];
        for (int part = 0; part < FOLDS; part++) {
            int held = part;
            int[] others =
                    IntStream.range(0, fold.length).filter(i -> fold[i] != held).toArray();
            var calibration = Calibration.fit(
                    IntStream.of(others).mapToDouble(i -> scores[i]).toArray(),
                    data.of(others).ended());
            for (int i = 0; i < fold.length; i++) {
                calibrated[i] = fold[i] == held ? calibration.apply(scores[i]) : calibrated[i];
            }
        }
        return calibrated;
    }

    private double loss(double[] scores, int[] fold, int part) {
        return IntStream.range(0, fold.length)
                .filter(i -> fold[i] == part)
                .mapToDouble(i -> Odds.loss(scores[i], data.ended()[i]))
                .average()
                .orElse(0);
    }

    private static double t(List<Double> gains) {
        double mean = gains.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double variance = gains.stream()
                        .mapToDouble(gain -> (gain - mean) * (gain - mean))
                        .sum()
                / (gains.size() - 1);
        double corrected = variance * (1.0 / gains.size() + 1.0 / (FOLDS - 1));
        return corrected > 0 ? mean / Math.sqrt(corrected) : 0;
    }

    private static Scores mean(List<Scores> all) {
        return new Scores(
                all.stream().mapToDouble(Scores::accuracy).average().orElse(0),
                all.stream().mapToDouble(Scores::auc).average().orElse(0),
                all.stream().mapToDouble(Scores::brier).average().orElse(0),
                all.stream().mapToDouble(Scores::ece).average().orElse(0),
                all.stream().mapToDouble(Scores::logLoss).average().orElse(0));
    }
}

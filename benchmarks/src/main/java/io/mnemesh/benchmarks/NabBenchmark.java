package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.Nab.Profile;
import io.mnemesh.benchmarks.Nab.Series;
import io.mnemesh.intelligence.anomaly.Ensemble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Streaming anomaly detection against series with known anomalies (NAB). The detector sees one point at a time and has one
 * configuration for all; one threshold for the corpus maximises the score, as the benchmark's rules say. Split-half takes
 * the threshold that is best on every other series and scores the rest with it, both ways.
 */
final class NabBenchmark implements Benchmark {

    @Override
    public String name() {
        return "nab";
    }

    @Override
    public String measures() {
        return "NAB: anomalies in series, seen one point at a time (--data DIR)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        Path data = options.data();
        if (data == null) {
            throw new IllegalArgumentException("nab needs --data DIR with data, labels and config as NAB has them.");
        }
        List<Series> corpus = Nab.read(data);
        var scores = new ArrayList<double[]>();
        long points = 0;
        long began = System.nanoTime();
        for (Series series : corpus) {
            scores.add(judge(series));
            points += series.values().length;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Profile> profiles = Nab.profiles(data);
        for (Profile profile : profiles) {
            figures.put(profile.name(), NabScore.best(corpus, scores, profile).score());
        }
        figures.put("split_half", splitHalf(corpus, scores, profiles.getFirst()));
        figures.put("points_per_second", points / seconds);
    }

    private static double[] judge(Series series) {
        var ensemble = Ensemble.standard();
        double[] scores = new double[series.values().length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ensemble.judge(series.seconds()[i], series.values()[i]).surprise();
        }
        return scores;
    }

    private static double splitHalf(List<Series> corpus, List<double[]> scores, Profile profile) {
        double sum = 0;
        for (int half = 0; half < 2; half++) {
            List<Series> chosen = everyOther(corpus, half);
            List<double[]> chosenScores = everyOther(scores, half);
            double threshold = NabScore.best(chosen, chosenScores, profile).threshold();
            sum += NabScore.at(everyOther(corpus, 1 - half), everyOther(scores, 1 - half), profile, threshold) / 2;
        }
        return sum;
    }

    private static <T> List<T> everyOther(List<T> all, int from) {
        var some = new ArrayList<T>();
        for (int i = from; i < all.size(); i += 2) {
            some.add(all.get(i));
        }
        return some;
    }
}

package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.Nab.Profile;
import io.mnemesh.benchmarks.Nab.Series;
import io.mnemesh.intelligence.anomaly.Ensemble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Streaming anomaly detection against series with known anomalies (NAB). The detector sees one point at a time and has one
 * configuration for all; one threshold for the corpus maximises the score, as the benchmark's rules say. Split-half takes
 * the steady threshold of one half of the series and scores the other with it, both ways, for many halvings; alternate does so once, with
 * the best threshold of every other series.
 */
final class NabBenchmark implements Benchmark {

    private static final int HALVINGS = 60;

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
        figures.put("split_half", splitHalves(corpus, scores, profiles.getFirst()));
        figures.put("split_half_alternate", alternate(corpus, scores, profiles.getFirst()));
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

    /** Mean over many halvings by chance: a single one hangs on some windows, as its threshold does. */
    private static double splitHalves(List<Series> corpus, List<double[]> scores, Profile profile) {
        var chance = new Random(5);
        double sum = 0;
        for (int halving = 0; halving < HALVINGS; halving++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, corpus.size()).boxed().toList());
            Collections.shuffle(order, chance);
            List<Integer> one = order.subList(0, corpus.size() / 2);
            List<Integer> other = order.subList(corpus.size() / 2, corpus.size());
            sum += crossed(corpus, scores, profile, one, other, NabScore::steady) / HALVINGS;
        }
        return sum;
    }

    private static double alternate(List<Series> corpus, List<double[]> scores, Profile profile) {
        List<Integer> even = IntStream.range(0, corpus.size())
                .filter(i -> i % 2 == 0)
                .boxed()
                .toList();
        List<Integer> odd = IntStream.range(0, corpus.size())
                .filter(i -> i % 2 == 1)
                .boxed()
                .toList();
        return crossed(
                corpus,
                scores,
                profile,
                even,
                odd,
                (series, found, as) -> NabScore.best(series, found, as).threshold());
    }

    private interface Threshold {
        double of(List<Series> corpus, List<double[]> scores, Profile profile);
    }

    /** Mean of what each half scores with the threshold of the other. */
    private static double crossed(
            List<Series> corpus,
            List<double[]> scores,
            Profile profile,
            List<Integer> one,
            List<Integer> other,
            Threshold threshold) {
        double sum = 0;
        for (List<List<Integer>> way : List.of(List.of(one, other), List.of(other, one))) {
            double chosen = threshold.of(pick(corpus, way.getFirst()), pick(scores, way.getFirst()), profile);
            sum += NabScore.at(pick(corpus, way.getLast()), pick(scores, way.getLast()), profile, chosen) / 2;
        }
        return sum;
    }

    private static <T> List<T> pick(List<T> all, List<Integer> which) {
        return which.stream().map(all::get).toList();
    }
}

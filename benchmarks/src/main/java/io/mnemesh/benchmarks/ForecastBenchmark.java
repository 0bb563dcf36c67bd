package io.mnemesh.benchmarks;

import io.mnemesh.intelligence.forecast.model.Forecaster;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.forecast.model.SeriesForecast.Band;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two days ahead of hourly series (M4), each forecast by itself and with no other series known. Also for every other series, and
 * for each candidate alone, where one that failed is stood in for by the last cycle.
 */
final class ForecastBenchmark implements Benchmark {

    private static final double LEVEL = 0.95;
    private static final String NAIVE = "seasonal-naive";

    @Override
    public String name() {
        return "forecast";
    }

    @Override
    public String measures() {
        return "M4 hourly: two days ahead of series, and the band around it (--data DIR)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        Path data = options.data();
        if (data == null) {
            throw new IllegalArgumentException("forecast needs --data DIR with Hourly-train.csv and Hourly-test.csv.");
        }
        List<M4> all = M4.hourly(data);
        var scores = new ForecastScores();
        var halves = List.of(new ForecastScores(), new ForecastScores());
        long nanos = 0;
        for (int i = 0; i < all.size(); i++) {
            M4 one = all.get(i);
            long began = System.nanoTime();
            SeriesForecast forecast = Forecaster.of(one.seen(), one.came().length);
            Band band = forecast == null ? null : forecast.band(LEVEL);
            nanos += System.nanoTime() - began;
            if (forecast == null || band == null) {
                throw new IllegalStateException("Series " + i + " is too short.");
            }
            for (ForecastScores some : List.of(scores, halves.get(i % 2))) {
                some.add(one, forecast.values());
                some.addBand(one, band.low(), band.high());
            }
        }
        put(figures, "", scores);
        figures.put("seconds", nanos / 1e9);
        put(figures, ":half1", halves.getFirst());
        put(figures, ":half2", halves.getLast());
        candidates(all, figures);
    }

    private static void candidates(List<M4> all, Figures figures) {
        var scores = new LinkedHashMap<String, ForecastScores>();
        Forecaster.candidates().forEach(name -> scores.put(name, new ForecastScores()));
        for (M4 one : all) {
            Map<String, double[]> alone = Forecaster.alone(one.seen(), one.came().length);
            double[] naive = alone.getOrDefault(NAIVE, new double[one.came().length]);
            scores.forEach((name, score) -> score.add(one, alone.getOrDefault(name, naive)));
        }
        scores.forEach((name, score) -> {
            figures.put("smape:" + name, score.smape());
            figures.put("mase:" + name, score.mase());
            figures.put("owa:" + name, score.owa());
        });
    }

    private static void put(Figures figures, String key, ForecastScores scores) {
        figures.put("smape" + key, scores.smape());
        figures.put("mase" + key, scores.mase());
        figures.put("owa" + key, scores.owa());
        figures.put("coverage95" + key, scores.covered());
    }
}

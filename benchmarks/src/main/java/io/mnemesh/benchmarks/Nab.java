package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The Numenta anomaly benchmark: series with windows in which something unusual happened. */
final class Nab {

    private Nab() {}

    /**
     * One series.
     *
     * @param name    group and file
     * @param seconds times, seconds since the epoch
     * @param windows first and last index of each window, in order
     */
    record Series(String name, long[] seconds, double[] values, List<Window> windows) {

        /** Points at the beginning that are not scored. */
        int probation() {
            return Math.min((int) (0.15 * values.length), 750);
        }
    }

    /** Indices of a window, both inclusive. */
    record Window(int first, int last) {}

    /** What a profile takes off. */
    record Profile(String name, double falsePositive, double miss) {}

    static List<Profile> profiles(Path folder) throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(folder.resolve("config/profiles.json").toFile());
        return List.of(
                profile(all, "standard", "standard"),
                profile(all, "reward_low_FP_rate", "low_fp"),
                profile(all, "reward_low_FN_rate", "low_fn"));
    }

    private static Profile profile(JsonNode all, String name, String key) {
        JsonNode costs = all.path(name).path("CostMatrix");
        return new Profile(
                key, costs.path("fpWeight").asDouble(), costs.path("fnWeight").asDouble());
    }

    /** Reads every series that is both labelled and there, in the order of their names. */
    static List<Series> read(Path folder) throws IOException {
        JsonNode labels = new ObjectMapper()
                .readTree(folder.resolve("labels/combined_windows.json").toFile());
        var names = new ArrayList<String>();
        labels.fieldNames().forEachRemaining(names::add);
        var series = new ArrayList<Series>();
        for (String name : names.stream().sorted().toList()) {
            Path file = folder.resolve("data").resolve(name);
            if (Files.isRegularFile(file)) {
                series.add(series(name, Files.readAllLines(file), labels.get(name)));
            }
        }
        if (series.isEmpty()) {
            throw new IllegalArgumentException("There is no data/<group>/<file>.csv with labels in " + folder + ".");
        }
        return series;
    }

    static Series series(String name, List<String> lines, JsonNode labels) {
        long[] seconds = new long[lines.size() - 1];
        double[] values = new double[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            String[] row = lines.get(i + 1).split(",", -1);
            seconds[i] = second(row[0]);
            values[i] = Double.parseDouble(row[1]);
        }
        var windows = new ArrayList<Window>();
        for (JsonNode label : labels) {
            long from = second(label.get(0).asText());
            long to = second(label.get(1).asText());
            int first = 0;
            while (first < seconds.length && seconds[first] < from) {
                first++;
            }
            int last = first;
            while (last + 1 < seconds.length && seconds[last + 1] <= to) {
                last++;
            }
            windows.add(new Window(first, last));
        }
        return new Series(name, seconds, values, List.copyOf(windows));
    }

    private static long second(String time) {
        return LocalDateTime.parse(time.strip().replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    }
}

package io.mnemesh.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A series of the M4 competition: what may be seen of it, and what came (Makridakis, Spiliotis and Assimakopoulos 2020).
 */
record M4(double[] seen, double[] came) {

    /** Reads {@code Hourly-train.csv} and {@code Hourly-test.csv}: a row of names, then an id and the values per series. */
    static List<M4> hourly(Path data) throws IOException {
        List<double[]> seen = values(data.resolve("Hourly-train.csv"));
        List<double[]> came = values(data.resolve("Hourly-test.csv"));
        if (seen.isEmpty() || seen.size() != came.size()) {
            throw new IllegalArgumentException("The two files must have the same series.");
        }
        var series = new ArrayList<M4>();
        for (int i = 0; i < seen.size(); i++) {
            series.add(new M4(seen.get(i), came.get(i)));
        }
        return List.copyOf(series);
    }

    private static List<double[]> values(Path file) throws IOException {
        return Csv.rows(Files.readString(file)).stream()
                .skip(1)
                .map(row -> row.stream()
                        .skip(1)
                        .filter(text -> !text.isBlank())
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }
}

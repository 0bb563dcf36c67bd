package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named figures of one run, in the order they were measured; each is printed, and written, as soon as it is known. */
public final class Figures {

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final PrintStream out;
    private final @Nullable Path file;

    public Figures(PrintStream out) {
        this(out, null);
    }

    /** @param file also holds the figures as one flat JSON object, those there are when a run is cut off */
    Figures(PrintStream out, @Nullable Path file) {
        this.out = out;
        this.file = file;
    }

    public void put(String key, double value) {
        out.printf("%-40s %14.3f%n", key, keep(key, value));
    }

    /** As {@link #put}, for a figure that is printed in a table. @return the value as it is kept */
    public double keep(String key, double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        values.put(key, rounded);
        write();
        return rounded;
    }

    /** A count for a table. */
    public void keep(String key, long count) {
        values.put(key, (double) count);
        write();
    }

    /** Where tables are printed. */
    public PrintStream out() {
        return out;
    }

    public double get(String key) {
        Double value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    /** Adds {@code key_p50_ms}, {@code key_p95_ms} and {@code key_p99_ms} of latencies in nanoseconds. */
    public void putLatencies(String key, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        for (int percentile : new int[] {50, 95, 99}) {
            int rank = (int) Math.ceil(percentile / 100.0 * sorted.length) - 1;
            put(key + "_p" + percentile + "_ms", sorted[Math.max(0, rank)] / 1e6);
        }
    }

    private void write() {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

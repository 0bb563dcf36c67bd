package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs {@link LocalHits}, {@link PeerHits} and {@link SharedHits} in one run of JMH, each method in a process of its own; the
 * quick form runs two methods in this process.
 */
record HitPaths(Addresses at) {

    private static final Pattern UPPER = Pattern.compile("[A-Z]");
    private static final int[] PERCENTILES = {50, 95, 99};

    void measure(boolean quick, Figures figures) throws RunnerException {
        Map<String, RunResult> results = new TreeMap<>();
        for (RunResult result : run(quick)) {
            results.put(result.getPrimaryResult().getLabel(), result);
        }
        var rates = new Table("Hit in this process, two threads", "Million/s", "Bytes per hit");
        var times = new Table("Hit", "p50 µs", "p95 µs", "p99 µs");
        results.forEach((name, result) -> {
            switch (result.getParams().getMode()) {
                case Throughput -> rate(name, result, figures, rates);
                case SampleTime -> times(name, result, figures, times);
                default -> figures.keep("hit_" + snake(name) + "_us", score(result));
            }
        });
        rates.print(figures.out());
        times.print(figures.out());
        figures.out().println();
        if (!quick) {
            figures.put("hit_l2_to_redis_p50", figures.get("hit_l2_p50_us") / figures.get("hit_redis_p50_us"));
            figures.put(
                    "hit_l2_to_redis_on_loop", figures.get("hit_l2_on_loop_us") / figures.get("hit_redis_on_loop_us"));
        }
    }

    private Iterable<RunResult> run(boolean quick) throws RunnerException {
        at.give();
        var arguments = new ArrayList<>(at.jvmArguments());
        arguments.addAll(
                List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        // Idle threads of pools keep nobody.
        arguments.addAll(List.of("-Djmh.shutdownTimeout=1", "-Djmh.shutdownTimeout.step=1"));
        return new Runner(new OptionsBuilder()
                        .include(methods(quick))
                        .forks(quick ? 0 : 1)
                        .warmupIterations(quick ? 1 : 3)
                        .warmupTime(quick ? TimeValue.milliseconds(200) : TimeValue.seconds(2))
                        .measurementIterations(quick ? 1 : 5)
                        .measurementTime(quick ? TimeValue.milliseconds(300) : TimeValue.seconds(2))
                        .addProfiler(GCProfiler.class)
                        .jvmArgs(arguments.toArray(String[]::new))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    /** A pattern of the methods to run. */
    private static String methods(boolean quick) {
        String all = "^io\\.mnemesh\\.benchmarks\\.cache\\.";
        return all + (quick ? "(LocalHits\\.peek|SharedHits\\.l2)$" : "");
    }

    private static void rate(String name, RunResult result, Figures figures, Table table) {
        String key = "hit_" + snake(name);
        double millions = figures.keep(key + "_millions_per_s", score(result) / 1e6);
        double bytes = figures.keep(key + "_bytes", allocated(result));
        table.row(name, millions, bytes);
    }

    private static void times(String name, RunResult result, Figures figures, Table table) {
        Statistics statistics = result.getPrimaryResult().getStatistics();
        var cells = new ArrayList<Object>(List.of(name));
        for (int percentile : PERCENTILES) {
            cells.add(figures.keep(
                    "hit_" + snake(name) + "_p" + percentile + "_us", statistics.getPercentile(percentile)));
        }
        table.row(cells.toArray());
    }

    private static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    /** Bytes per call, as far as the JVM tells. */
    @SuppressWarnings("rawtypes") // JMH's own interface has it so
    private static double allocated(RunResult result) {
        for (var secondary : result.getSecondaryResults().values()) {
            if (secondary.getLabel().endsWith("gc.alloc.rate.norm")) {
                return secondary.getScore();
            }
        }
        throw new IllegalStateException("JMH has not measured what is allocated.");
    }

    /** {@code l2OnLoop} as {@code l2_on_loop}. */
    private static String snake(String name) {
        return UPPER.matcher(name).replaceAll("_$0").toLowerCase(Locale.ROOT);
    }
}

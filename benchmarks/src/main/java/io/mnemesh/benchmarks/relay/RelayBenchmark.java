package io.mnemesh.benchmarks.relay;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.Figures;
import io.mnemesh.gateway.relay.balance.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Balancing in simulation: generated traces under round robin, least request, P2C over peak EWMA and the learned routing, the
 * latter two by the gateway's own classes; then an upstream at twice its capacity. Figures are medians over seeds, which all
 * strategies share; what the bars are about is also the geometric mean of ratios seed by seed, over seeds that nothing was tuned on.
 */
public final class RelayBenchmark implements Benchmark {

    private static final int SEEDS = 25;
    private static final long FIRST_JUDGED = 401;
    private static final long LAST_JUDGED = 600;
    private static final String BASE = "P2C-EWMA";
    private static final double IDLE = 0.1;
    private static final double OVERLOAD = 2;

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String measures() {
        return "routing in simulation: p99 by trace and strategy, and an upstream at twice its capacity";
    }

    @Override
    public void run(Options options, Figures figures) {
        int seeds = options.quick() ? 1 : SEEDS;
        figures.out()
                .printf("%-22s %-14s %8s %8s %8s %8s%n", "trace", "strategy", "p50 ms", "p99 ms", "failed", "last");
        for (Trace trace : Trace.all()) {
            for (String strategy : Strategy.NAMES) {
                Replay.Outcome[] outcomes =
                        outcomes(1, seeds, seed -> Replay.of(trace, strategy, seed), Replay.Outcome[]::new);
                String key = key(trace) + ":" + strategy.replace(' ', '-');
                figures.out()
                        .printf(
                                Locale.ROOT,
                                "%-22s %-14s %8.1f %8.1f %8.4f %8.4f%n",
                                trace.name(),
                                strategy,
                                figures.keep("p50_ms:" + key, median(outcomes, Replay.Outcome::p50Millis)),
                                figures.keep("p99_ms:" + key, median(outcomes, Replay.Outcome::p99Millis)),
                                figures.keep("failed:" + key, median(outcomes, Replay.Outcome::failedShare)),
                                figures.keep("last_share:" + key, median(outcomes, Replay.Outcome::lastShare)));
            }
            String name = key(trace);
            figures.put(
                    "p99_learned_over_p2c:" + name,
                    figures.get("p99_ms:" + name + ":learned") / figures.get("p99_ms:" + name + ":" + BASE));
        }
        judge(options.quick() ? FIRST_JUDGED : LAST_JUDGED, figures);
        overload(seeds, figures);
    }

    private static void judge(long lastSeed, Figures figures) {
        figures.out().printf("%n%-22s %-10s %28s%n", "trace", "strategy", "p99 over P2C-EWMA, 95 %");
        for (Trace trace : Trace.all()) {
            var base = new ConcurrentHashMap<Long, Double>();
            boolean drifts = trace.name().startsWith("drifting");
            for (String strategy : drifts ? List.of("learned", "told") : List.of("learned")) {
                Paired ratio = Paired.over(
                        FIRST_JUDGED,
                        lastSeed,
                        seed -> p99(trace, strategy, seed),
                        seed -> base.computeIfAbsent(seed, one -> p99(trace, BASE, one)));
                String key = strategy + ":" + key(trace);
                figures.out()
                        .printf(
                                Locale.ROOT,
                                "%-22s %-10s %8.3f  (%.3f to %.3f)%n",
                                trace.name(),
                                strategy,
                                figures.keep("judged_p99_ratio:" + key, ratio.mean()),
                                figures.keep("judged_p99_ratio_low:" + key, ratio.low()),
                                figures.keep("judged_p99_ratio_high:" + key, ratio.high()));
            }
        }
    }

    private static double p99(Trace trace, String strategy, long seed) {
        return Replay.of(trace, strategy, seed).p99Millis();
    }

    private static String key(Trace trace) {
        return trace.name().replace(",", "").replace(' ', '-');
    }

    private static void overload(int seeds, Figures figures) {
        Overload.Outcome[] idle =
                outcomes(FIRST_JUDGED, seeds, seed -> Overload.of(IDLE, seed), Overload.Outcome[]::new);
        Overload.Outcome[] over =
                outcomes(FIRST_JUDGED, seeds, seed -> Overload.of(OVERLOAD, seed), Overload.Outcome[]::new);
        figures.put("overload_high_p99_idle_ms", median(idle, Overload.Outcome::highP99Millis));
        figures.put("overload_high_p99_ms", median(over, Overload.Outcome::highP99Millis));
        figures.put(
                "overload_high_p99_over_idle",
                figures.get("overload_high_p99_ms") / figures.get("overload_high_p99_idle_ms"));
        figures.put("overload_goodput", median(over, Overload.Outcome::goodput));
        figures.put("overload_failing_share", median(over, Overload.Outcome::failingShare));
        for (Priority priority : Priority.values()) {
            figures.put(
                    "overload_answered_" + priority.key(),
                    median(over, outcome -> outcome.answered().getOrDefault(priority, 0.0)));
        }
    }

    private static <T> T[] outcomes(long firstSeed, int seeds, LongFunction<T> one, IntFunction<T[]> array) {
        return LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(one)
                .toArray(array);
    }

    private static <T> double median(T[] outcomes, ToDoubleFunction<T> figure) {
        double[] sorted = Arrays.stream(outcomes).mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}

package io.mnemesh.benchmarks.relay;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.Figures;
import io.mnemesh.gateway.relay.balance.Priority;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/**
 * Balancing in simulation: generated traces under round robin, least request, P2C over peak EWMA and the learned routing, the
 * latter two by the gateway's own classes; then an upstream at twice its capacity. Every figure is the median over seeds, which
 * all strategies share.
 */
public final class RelayBenchmark implements Benchmark {

    private static final int SEEDS = 25;
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
                .printf("%-14s %-14s %8s %8s %8s %8s%n", "trace", "strategy", "p50 ms", "p99 ms", "failed", "last");
        for (Trace trace : Trace.all()) {
            for (String strategy : Strategy.NAMES) {
                Replay.Outcome[] outcomes =
                        outcomes(seeds, seed -> Replay.of(trace, strategy, seed), Replay.Outcome[]::new);
                String key = (trace.name() + ":" + strategy).replace(' ', '-');
                figures.out()
                        .printf(
                                Locale.ROOT,
                                "%-14s %-14s %8.1f %8.1f %8.4f %8.4f%n",
                                trace.name(),
                                strategy,
                                figures.keep("p50_ms:" + key, median(outcomes, Replay.Outcome::p50Millis)),
                                figures.keep("p99_ms:" + key, median(outcomes, Replay.Outcome::p99Millis)),
                                figures.keep("failed:" + key, median(outcomes, Replay.Outcome::failedShare)),
                                figures.keep("last_share:" + key, median(outcomes, Replay.Outcome::lastShare)));
            }
            String name = trace.name().replace(' ', '-');
            figures.put(
                    "p99_learned_over_p2c:" + name,
                    figures.get("p99_ms:" + name + ":learned") / figures.get("p99_ms:" + name + ":P2C-EWMA"));
        }
        overload(seeds, figures);
    }

    private static void overload(int seeds, Figures figures) {
        Overload.Outcome[] idle = outcomes(seeds, seed -> Overload.of(IDLE, seed), Overload.Outcome[]::new);
        Overload.Outcome[] over = outcomes(seeds, seed -> Overload.of(OVERLOAD, seed), Overload.Outcome[]::new);
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

    private static <T> T[] outcomes(int seeds, LongFunction<T> one, java.util.function.IntFunction<T[]> array) {
        return java.util.stream.LongStream.rangeClosed(1, seeds).mapToObj(one).toArray(array);
    }

    private static <T> double median(T[] outcomes, ToDoubleFunction<T> figure) {
        double[] sorted = Arrays.stream(outcomes).mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}

package io.mnemesh.benchmarks.orchestrator;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.Figures;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The orchestrator's own planner over replayed load, beside a reactive autoscaler at several targets. Constants were chosen on seeds
 * 1 and 2; the figures are the mean over seeds from {@link #FIRST} on.
 */
public final class OrchestratorBenchmark implements Benchmark {

    private static final long FIRST = 1_001;
    private static final int SEEDS = 20;
    private static final int CAPPED_SEEDS = 3;
    private static final int START_UP = 2;
    private static final int SLOW_START_UP = 4;
    private static final double QUANTILE = 0.98;
    private static final String ORCHESTRATOR = "orchestrator";

    @Override
    public String name() {
        return "orchestrator";
    }

    @Override
    public String measures() {
        return "scaling and healing in simulation: minutes with too little, cost over an oracle's";
    }

    @Override
    public void run(Options options, Figures figures) {
        int seeds = options.quick() ? 2 : SEEDS;
        figures.out().printf("%-12s %-14s %8s %8s %8s %8s%n", "load", "by", "under %", "cost", "strict", "actions/d");
        for (String kind : LoadTrace.KINDS) {
            row(figures, kind, ORCHESTRATOR, seeds, seed -> planned(kind, START_UP, seed));
            row(figures, kind, "slow-start", seeds, seed -> planned(kind, SLOW_START_UP, seed));
            for (double target : new double[] {0.6, 0.7, 0.8}) {
                row(
                        figures,
                        kind,
                        "reactive-" + target,
                        seeds,
                        seed -> Run.reactive(LoadTrace.of(kind, seed), START_UP, seed, target));
            }
        }
        for (String figure : new String[] {"under_percent:", "cost:", "cost_strict:"}) {
            figures.put(
                    figure + "mean:" + ORCHESTRATOR,
                    LoadTrace.KINDS.stream()
                            .mapToDouble(kind -> figures.get(figure + kind + ":" + ORCHESTRATOR))
                            .average()
                            .orElse(0));
        }
        capped(figures, Math.min(seeds, CAPPED_SEEDS));
    }

    private static void capped(Figures figures, int seeds) {
        figures.out()
                .printf(
                        "%n%-12s %-14s %8s %8s %8s %8s %8s%n",
                        "capped", "by", "late %", "over %", "shed %", "needless", "orders/d");
        for (String kind : LoadTrace.KINDS) {
            for (boolean sheds : new boolean[] {false, true}) {
                CappedRun.Outcome[] outcomes = LongStream.range(FIRST, FIRST + seeds)
                        .mapToObj(seed -> CappedRun.of(LoadTrace.of(kind, seed), sheds))
                        .toArray(CappedRun.Outcome[]::new);
                String by = sheds ? "shedding" : "scaling-only";
                String key = "capped:" + kind + ":" + by;
                figures.out()
                        .printf(
                                Locale.ROOT,
                                "%-12s %-14s %8.3f %8.3f %8.3f %8.3f %8.1f%n",
                                kind,
                                by,
                                figures.keep("late_percent:" + key, 100 * capped(outcomes, CappedRun.Outcome::late)),
                                figures.keep("over_percent:" + key, 100 * capped(outcomes, CappedRun.Outcome::over)),
                                figures.keep("shed_percent:" + key, 100 * capped(outcomes, CappedRun.Outcome::shed)),
                                figures.keep("needless:" + key, capped(outcomes, CappedRun.Outcome::needless)),
                                figures.keep("orders_a_day:" + key, capped(outcomes, CappedRun.Outcome::orders)));
            }
        }
    }

    private static double capped(CappedRun.Outcome[] outcomes, ToDoubleFunction<CappedRun.Outcome> figure) {
        return Arrays.stream(outcomes).mapToDouble(figure).average().orElse(0);
    }

    /** One replay by the orchestrator as it is configured by default. */
    static Run.Outcome planned(String kind, int startUp, long seed) {
        return Run.planned(LoadTrace.of(kind, seed), startUp, seed, QUANTILE);
    }

    private static void row(Figures figures, String kind, String by, int seeds, LongFunction<Run.Outcome> one) {
        Run.Outcome[] outcomes =
                LongStream.range(FIRST, FIRST + seeds).mapToObj(one).toArray(Run.Outcome[]::new);
        String key = kind + ":" + by;
        figures.out()
                .printf(
                        Locale.ROOT,
                        "%-12s %-14s %8.3f %8.3f %8.3f %8.1f%n",
                        kind,
                        by,
                        figures.keep("under_percent:" + key, 100 * mean(outcomes, Run.Outcome::under)),
                        figures.keep("cost:" + key, mean(outcomes, Run.Outcome::cost)),
                        figures.keep("cost_strict:" + key, mean(outcomes, Run.Outcome::strict)),
                        figures.keep("actions_a_day:" + key, mean(outcomes, Run.Outcome::actions)));
        figures.keep(
                "under_percent_worst:" + key,
                100
                        * Arrays.stream(outcomes)
                                .mapToDouble(Run.Outcome::under)
                                .max()
                                .orElse(0));
        figures.keep("refusals_a_day:" + key, mean(outcomes, Run.Outcome::refusals));
    }

    private static double mean(Run.Outcome[] outcomes, ToDoubleFunction<Run.Outcome> figure) {
        return Arrays.stream(outcomes).mapToDouble(figure).average().orElse(0);
    }
}

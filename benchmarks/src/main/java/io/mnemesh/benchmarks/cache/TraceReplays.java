package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hit rates of L1 through the library, of Caffeine alone, of other policies and of the offline {@link Optimum}, at sizes that are
 * a fixed part of the keys of each trace. The means are over traces and sizes.
 */
final class TraceReplays {

    private static final int[] PERCENTS = {2, 10, 30};
    private static final int[] QUICK_PERCENTS = {10};
    private static final int MOST = 100_000;
    private static final int QUICK_MOST = 1_500;

    private final List<Contender> contenders;
    private final double[] sums;
    private double sumOfBest;

    /**
     * A column.
     *
     * @param choice whether L1 could do as much if it knew that this one is the best for its reads
     */
    private record Contender(String name, boolean choice, Policy policy) {}

    private TraceReplays(LibraryReplay library) {
        contenders = List.of(
                new Contender("library", true, library::hits),
                new Contender("caffeine", false, CaffeineReplay::hits),
                new Contender("caffeine_by_weight", false, CaffeineReplay::hitsByWeight),
                new Contender("lru", true, Lru::hits),
                new Contender("sieve", true, Sieve::hits),
                new Contender("s3_fifo", true, S3Fifo::hits),
                new Contender("optimum", false, Optimum::hits));
        sums = new double[contenders.size()];
    }

    static void measure(boolean quick, Figures figures) throws IOException {
        int most = quick ? QUICK_MOST : MOST;
        var traces = new ArrayList<>(new GeneratedTraces(most).all());
        traces.addAll(RecordedTraces.all(most));
        try (var library = new LibraryReplay()) {
            new TraceReplays(library).measure(traces, quick ? QUICK_PERCENTS : PERCENTS, figures);
        }
    }

    private void measure(List<Trace> traces, int[] percents, Figures figures) {
        var table = new Table(Stream.concat(
                        Stream.of("Hits %", "Reads", "Keys", "Entries"),
                        contenders.stream().map(Contender::name))
                .toArray(String[]::new));
        for (Trace trace : traces) {
            for (int percent : percents) {
                replay(trace, percent, figures, table);
            }
        }
        table.print(figures.out());
        figures.out().println();
        int cases = traces.size() * percents.length;
        figures.put("trace_cases", cases);
        for (int i = 0; i < sums.length; i++) {
            figures.put("trace_mean_" + contenders.get(i).name(), sums[i] / cases);
        }
        figures.put("trace_mean_best_choice", sumOfBest / cases);
    }

    private void replay(Trace trace, int percent, Figures figures, Table table) {
        int distinct = trace.distinct();
        int capacity = Math.max(1, distinct * percent / 100);
        var cells = new ArrayList<Object>(List.of(trace.name(), trace.keys().length, distinct, capacity));
        double best = 0;
        for (int i = 0; i < sums.length; i++) {
            Contender contender = contenders.get(i);
            double rate = figures.keep(
                    "trace_" + trace.name() + "_" + percent + "_" + contender.name(),
                    100.0 * contender.policy().hits(trace.keys(), capacity) / trace.keys().length);
            cells.add(rate);
            sums[i] += rate;
            best = contender.choice() ? Math.max(best, rate) : best;
        }
        sumOfBest += best;
        table.row(cells.toArray());
    }
}

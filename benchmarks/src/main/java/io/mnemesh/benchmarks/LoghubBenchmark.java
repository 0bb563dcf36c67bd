package io.mnemesh.benchmarks;

import io.mnemesh.intelligence.errors.mining.LineGrouper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Grouping of log lines against the events they are known to tell of (loghub), with one configuration for all sets.
 *
 * <p>Lines are taken in one at a time, in the order of the file and in {@value #SHUFFLES} shuffled ones; the groups are
 * those after the last line. The adjusted Rand index says how far a shuffle's groups agree with those of the file's
 * order, the mean of all shuffles.
 */
final class LoghubBenchmark implements Benchmark {

    private static final int SHUFFLES = 5;

    @Override
    public String name() {
        return "loghub";
    }

    @Override
    public String measures() {
        return "loghub: log lines grouped by what they tell of, in any order (--data DIR)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        Path data = options.data();
        if (data == null) {
            throw new IllegalArgumentException("loghub needs --data DIR with <Set>/<Set>_2k.log_structured.csv.");
        }
        List<Loghub.Log> logs = Loghub.read(data);
        double accuracy = 0;
        double groupF1 = 0;
        double rand = 0;
        long lines = 0;
        long nanos = 0;
        for (Loghub.Log log : logs) {
            List<Integer> order = new ArrayList<>(
                    IntStream.range(0, log.lines().size()).boxed().toList());
            int[] groups = new int[order.size()];
            nanos += group(log, order, groups);
            var scores = new Partitions(groups, log.events());
            double agreement = 0;
            for (int seed = 0; seed < SHUFFLES; seed++) {
                Collections.shuffle(order, new Random(seed));
                int[] shuffled = new int[order.size()];
                nanos += group(log, order, shuffled);
                agreement += new Partitions(shuffled, groups).adjustedRand() / SHUFFLES;
            }
            lines += (1L + SHUFFLES) * order.size();
            figures.put("ga:" + log.name(), scores.accuracy());
            figures.put("fga:" + log.name(), scores.groupF1());
            figures.put("ari:" + log.name(), agreement);
            accuracy += scores.accuracy() / logs.size();
            groupF1 += scores.groupF1() / logs.size();
            rand += agreement / logs.size();
        }
        figures.put("ga", accuracy);
        figures.put("fga", groupF1);
        figures.put("ari", rand);
        figures.put("lines_per_second", lines / (nanos / 1e9));
    }

    /** Groups the lines in an order, writes the group of each line at its place and answers the nanoseconds it took. */
    private static long group(Loghub.Log log, List<Integer> order, int[] groups) {
        var grouper = new LineGrouper();
        long begin = System.nanoTime();
        for (int line : order) {
            grouper.accept(log.lines().get(line));
        }
        int[] found = grouper.groups();
        long nanos = System.nanoTime() - begin;
        for (int i = 0; i < found.length; i++) {
            groups[order.get(i)] = found[i];
        }
        return nanos;
    }
}

package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Three processes that have read the same keys; one of them hears nothing of Redis for a while, during which another one changes
 * some. After that it is asked for all of them again and again.
 */
record Partition(ServiceProcesses processes) {

    private static final int KEYS = 2_000;
    private static final Duration CUT = Duration.ofSeconds(30);
    private static final Duration QUICK_CUT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(100);
    /** How long after the last stale answer it is still asked. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    void measure(boolean quick, Figures figures) throws IOException, InterruptedException {
        ChildProcess changing = processes.all().getFirst();
        ChildProcess beside = processes.all().get(1);
        ChildProcess apart = processes.all().getLast();
        for (ChildProcess process : processes.all()) {
            ask(process);
        }
        var truth = new long[KEYS];
        processes.door().shut();
        Changes changes = change(changing, truth, quick ? QUICK_CUT : CUT);
        Answer cut = ask(apart);
        long besideStale = ask(beside).stale(truth);
        processes.door().open();
        report(changes, cut, besideStale, heal(apart, truth), truth, figures);
    }

    private static Answer ask(ChildProcess process) throws IOException, InterruptedException {
        return Answer.of(process.ask("versions " + KEYS));
    }

    private static Changes change(ChildProcess process, long[] truth, Duration time)
            throws IOException, InterruptedException {
        var random = new SplittableRandom(4);
        var changed = new HashSet<Integer>();
        int count = 0;
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            int key = random.nextInt(KEYS);
            truth[key]++;
            changed.add(key);
            count++;
            process.say("change " + key + " " + truth[key]);
            process.await("changed");
            LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
        }
        return new Changes(count, changed);
    }

    /** Asks until nothing has been stale for a while. */
    private static Healing heal(ChildProcess process, long[] truth) throws IOException, InterruptedException {
        long healedAt = System.nanoTime();
        long lastStaleAt = healedAt;
        long rounds = 0;
        var dropped = new HashSet<Integer>();
        Answer answer;
        do {
            long askedAt = System.nanoTime();
            answer = ask(process);
            dropped.addAll(answer.missing());
            rounds++;
            if (answer.stale(truth) > 0) {
                lastStaleAt = askedAt;
            }
        } while (System.nanoTime() - lastStaleAt < QUIET.toNanos() && System.nanoTime() - healedAt < LONGEST.toNanos());
        return new Healing((lastStaleAt - healedAt) / 1e6, rounds, dropped, answer);
    }

    private static void report(
            Changes changes, Answer cut, long besideStale, Healing healing, long[] truth, Figures figures) {
        var needlessly = new HashSet<>(healing.dropped());
        needlessly.removeAll(changes.keys());
        var table = new Table("Of " + KEYS + " keys", "Keys");
        table.row("changed while one process was cut off", changes.keys().size());
        table.row("stale in it at the end of that", cut.stale(truth));
        table.row("stale in another one then", besideStale);
        table.row("not in its L1 while it was cut off", cut.missing().size());
        table.row("dropped from its L1 after that", healing.dropped().size());
        table.row("of these not changed", needlessly.size());
        table.row("stale at the end", healing.last().stale(truth));
        table.print(figures.out());
        figures.out().println();
        figures.keep("partition_keys", KEYS);
        figures.keep("partition_changes", changes.count());
        figures.keep("partition_changed", changes.keys().size());
        figures.keep("partition_stale_while_cut", cut.stale(truth));
        figures.keep("partition_stale_beside", besideStale);
        figures.keep("partition_missing_while_cut", cut.missing().size());
        figures.keep("partition_dropped", healing.dropped().size());
        figures.keep("partition_dropped_unchanged", needlessly.size());
        figures.keep("partition_stale_at_end", healing.last().stale(truth));
        figures.keep("partition_rounds_after", healing.rounds());
        figures.put("partition_stale_until_ms", healing.staleUntilMillis());
    }

    /** What was changed, some keys more than once. */
    private record Changes(int count, Set<Integer> keys) {}

    /**
     * What came after the cut.
     *
     * @param staleUntilMillis when the last round with a stale answer was asked for
     * @param dropped          keys that L1 did not have in any of the rounds
     */
    private record Healing(double staleUntilMillis, long rounds, Set<Integer> dropped, Answer last) {}

    /**
     * All keys as one process sees them.
     *
     * @param missing keys that L1 did not have
     */
    private record Answer(long[] versions, Set<Integer> missing) {

        static Answer of(String line) {
            List<String> words = List.of(line.split(" ", -1));
            var versions = new long[words.size()];
            var missing = new HashSet<Integer>();
            for (int i = 0; i < versions.length; i++) {
                String word = words.get(i);
                if (word.startsWith("!")) {
                    missing.add(i);
                    word = word.substring(1);
                }
                versions[i] = Long.parseLong(word);
            }
            return new Answer(versions, missing);
        }

        long stale(long[] truth) {
            long stale = 0;
            for (int i = 0; i < truth.length; i++) {
                stale += versions[i] < truth[i] ? 1 : 0;
            }
            return stale;
        }
    }
}

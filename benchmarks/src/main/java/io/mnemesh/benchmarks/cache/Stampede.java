package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Three processes whose callers all ask for one key that nobody has. A round in which a process had a call of L2 that failed is
 * disturbed, and told of by itself: without an answer a process cannot know that another one loads.
 */
record Stampede(List<ChildProcess> processes) {

    private static final int CALLERS = 200;
    private static final int LOADER_MILLIS = 500;
    private static final int ROUNDS = 11;
    private static final int QUICK_ROUNDS = 2;

    void measure(boolean quick, Figures figures) throws IOException, InterruptedException {
        int callers = processes.size() * CALLERS;
        var table =
                new Table("Cold key", "Callers", "Loads", "Right answers", "Slowest process ms", "Failed calls of L2");
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < (quick ? QUICK_ROUNDS : ROUNDS); i++) {
            Round round = round("cold-" + i);
            table.row(
                    i == 0 ? "of new processes" : "cold-" + i,
                    callers,
                    round.loads(),
                    round.right(),
                    round.slowestMillis(),
                    round.failures());
            rounds.add(round);
        }
        table.print(figures.out());
        figures.out().println();
        figures.keep("stampede_rounds", rounds.size());
        figures.keep("stampede_callers", callers);
        figures.keep(
                "stampede_right_answers",
                rounds.stream().mapToLong(Round::right).sum());
        figures.keep(
                "stampede_rounds_disturbed",
                rounds.stream().filter(Round::isDisturbed).count());
        figures.keep("stampede_most_loads", mostLoads(rounds, round -> !round.isDisturbed()));
        figures.keep("stampede_most_loads_disturbed", mostLoads(rounds, Round::isDisturbed));
    }

    private Round round(String key) throws IOException, InterruptedException {
        for (ChildProcess process : processes) {
            process.say("storm " + CALLERS + " " + key + " " + LOADER_MILLIS);
        }
        var sum = new Round(0, 0, 0, 0);
        for (ChildProcess process : processes) {
            sum = sum.and(process.nextNumbers());
        }
        return sum;
    }

    private static long mostLoads(List<Round> rounds, Predicate<Round> which) {
        return rounds.stream().filter(which).mapToLong(Round::loads).max().orElse(0);
    }

    /**
     * What the processes said of one key.
     *
     * @param right    callers who got the value
     * @param failures calls of L2 that were not answered in time
     */
    private record Round(long loads, long right, long slowestMillis, long failures) {

        Round and(long[] numbers) {
            return new Round(
                    loads + numbers[0], right + numbers[1], Math.max(slowestMillis, numbers[2]), failures + numbers[3]);
        }

        boolean isDisturbed() {
            return failures > 0;
        }
    }
}

package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.SimulatedTeam.Rating;
import io.mnemesh.intelligence.association.evidence.Shares;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What others found useful at a task, for users of simulated teams who come to a task they have not been at: how many of five suggestions
 * are useful to them there, beside the most popular memories of the team and of the task. The order of the service, in its own class; consent,
 * storage and the check of what may be read are not part of it. No suggestion is made from fewer than three other users.
 */
final class AssociationsBenchmark implements Benchmark {

    private static final int TEAMS = 20;
    private static final int TEAMS_QUICK = 2;
    private static final int TOP = 5;
    private static final int USERS = 3;

    /** What three ways of ordering give for one user at one task. */
    private record Hits(double associated, double popularHere, double popular, double covered) {}

    @Override
    public String name() {
        return "associations";
    }

    @Override
    public String measures() {
        return "suggestions from what others found useful at a task, beside popularity, in simulated teams";
    }

    @Override
    public void run(Options options, Figures figures) {
        var hits = new ArrayList<Hits>();
        int teams = options.quick() ? TEAMS_QUICK : TEAMS;
        for (int seed = 1; seed <= teams; seed++) {
            var team = new SimulatedTeam(seed);
            for (int task = 0; task < SimulatedTeam.TASKS; task++) {
                for (int user = 0; user < SimulatedTeam.USERS; user++) {
                    if (!team.wasAt(user, task)) {
                        hits.add(hits(team, user, task));
                    }
                }
            }
        }
        figures.put("teams", teams);
        figures.put("asked", hits.size());
        figures.put("precision_at_5:associations", mean(hits, Hits::associated));
        figures.put("precision_at_5:popular_at_task", mean(hits, Hits::popularHere));
        figures.put("precision_at_5:popular_in_team", mean(hits, Hits::popular));
        figures.put("five_suggestions", mean(hits, Hits::covered));
    }

    private static Hits hits(SimulatedTeam team, int user, int task) {
        Shares[] shares = IntStream.range(0, SimulatedTeam.MEMORIES)
                .mapToObj(memory -> shares(team, user, task, memory))
                .toArray(Shares[]::new);
        List<Integer> told = best(memory ->
                shares[memory].support() < USERS || shares[memory].isMisplaced() ? 0 : shares[memory].strength());
        List<Integer> here = best(memory -> shares[memory].support() < USERS ? 0 : (double) shares[memory].support());
        List<Integer> anywhere =
                best(memory -> shares[memory].anywhere() < USERS ? 0 : (double) shares[memory].anywhere());
        return new Hits(
                precision(team, user, task, told),
                precision(team, user, task, here),
                precision(team, user, task, anywhere),
                told.size() == TOP ? 1 : 0);
    }

    private static Shares shares(SimulatedTeam team, int user, int task, int memory) {
        var favour = new HashSet<Integer>();
        var against = new HashSet<Integer>();
        var anywhere = new HashSet<Integer>();
        for (Rating rating : team.ratings(memory)) {
            if (rating.user() != user) {
                if (rating.useful()) {
                    anywhere.add(rating.user());
                }
                if (rating.task() == task) {
                    (rating.useful() ? favour : against).add(rating.user());
                }
            }
        }
        long people = others(team.peopleAt(task), user);
        return new Shares(
                favour.size(), favour.size(), against.size(), people, anywhere.size(), SimulatedTeam.USERS - 1);
    }

    private static long others(Set<Integer> people, int user) {
        return people.stream().filter(one -> one != user).count();
    }

    private static List<Integer> best(ToDoubleFunction<Integer> score) {
        return IntStream.range(0, SimulatedTeam.MEMORIES)
                .boxed()
                .filter(memory -> score.applyAsDouble(memory) > 0)
                .sorted(Comparator.comparingDouble((Integer memory) -> -score.applyAsDouble(memory))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(TOP)
                .toList();
    }

    private static double precision(SimulatedTeam team, int user, int task, List<Integer> told) {
        return told.stream().filter(memory -> team.isUseful(user, task, memory)).count() / (double) TOP;
    }

    private static double mean(List<Hits> hits, ToDoubleFunction<Hits> figure) {
        return hits.stream().mapToDouble(figure).average().orElse(0);
    }
}

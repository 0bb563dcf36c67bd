package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A team with hidden needs. Of 300 memories, 10 belong to each of 12 tasks, 20 are useful at every task, and the rest at none. Each of 40 users
 * works at 4 tasks, is shown 15 memories there of which most belong to the task or to all, and says of each whether it was useful. A memory
 * is useful to a user at a task where it belongs with .8, one for all with .6, another one with .03; one word in ten is the wrong way round.
 */
final class SimulatedTeam {

    static final int USERS = 40;
    static final int TASKS = 12;
    static final int MEMORIES = 300;

    private static final int OF_A_TASK = 10;
    private static final int OF_ALL = 20;
    private static final int TASKS_OF_A_USER = 4;
    private static final int SHOWN = 15;
    private static final double FITTING = 0.7;
    private static final double SLIP = 0.1;

    private final boolean[][][] useful = new boolean[USERS][TASKS][MEMORIES];
    private final List<Set<Integer>> people = new ArrayList<>();
    private final List<List<Rating>> ratings = new ArrayList<>();

    /** What a user said of a memory at a task. */
    record Rating(int user, int task, boolean useful) {}

    SimulatedTeam(long seed) {
        var random = new Random(seed);
        for (int memory = 0; memory < MEMORIES; memory++) {
            ratings.add(new ArrayList<>());
        }
        for (int task = 0; task < TASKS; task++) {
            people.add(new HashSet<>());
            for (int user = 0; user < USERS; user++) {
                for (int memory = 0; memory < MEMORIES; memory++) {
                    useful[user][task][memory] = random.nextDouble() < share(task, memory);
                }
            }
        }
        for (int user = 0; user < USERS; user++) {
            while (tasksOf(user) < TASKS_OF_A_USER) {
                int task = random.nextInt(TASKS);
                if (!people.get(task).contains(user)) {
                    work(user, task, random);
                }
            }
        }
    }

    private void work(int user, int task, Random random) {
        people.get(task).add(user);
        var shown = new HashSet<Integer>();
        while (shown.size() < SHOWN) {
            shown.add(random.nextDouble() < FITTING ? fitting(task, random) : random.nextInt(MEMORIES));
        }
        for (int memory : shown) {
            boolean said = useful[user][task][memory] ^ random.nextDouble() < SLIP;
            ratings.get(memory).add(new Rating(user, task, said));
        }
    }

    private long tasksOf(int user) {
        return people.stream().filter(at -> at.contains(user)).count();
    }

    private static int fitting(int task, Random random) {
        int one = random.nextInt(OF_A_TASK + OF_ALL);
        return one < OF_A_TASK ? task * OF_A_TASK + one : TASKS * OF_A_TASK + one - OF_A_TASK;
    }

    private static double share(int task, int memory) {
        if (memory / OF_A_TASK == task) {
            return 0.8;
        }
        return memory >= TASKS * OF_A_TASK && memory < TASKS * OF_A_TASK + OF_ALL ? 0.6 : 0.03;
    }

    boolean isUseful(int user, int task, int memory) {
        return useful[user][task][memory];
    }

    boolean wasAt(int user, int task) {
        return people.get(task).contains(user);
    }

    Set<Integer> peopleAt(int task) {
        return Set.copyOf(people.get(task));
    }

    List<Rating> ratings(int memory) {
        return List.copyOf(ratings.get(memory));
    }
}

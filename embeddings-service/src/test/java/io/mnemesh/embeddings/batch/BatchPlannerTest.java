package io.mnemesh.embeddings.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {

    private static final int OVERHEAD = 18;
    private static final int BUDGET = 512;

    private final BatchPlanner planner = new BatchPlanner(OVERHEAD);

    @Property
    void shouldHoldTheOldestAndKeepToTheBudget(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 600) Integer> texts,
            @ForAll @IntRange(max = 59) int pick) {
        int[] lengths = sorted(texts);
        int oldest = pick % lengths.length;

        Run run = planner.plan(lengths, oldest, BUDGET);

        assertThat(run.from()).isLessThanOrEqualTo(oldest);
        assertThat(run.to()).isGreaterThan(oldest).isLessThanOrEqualTo(lengths.length);
        assertThat(run.rows() == 1 || run.rows() * lengths[run.to() - 1] <= BUDGET)
                .isTrue();
    }

    @Property
    void shouldBeAsGoodAsTheBestOfAllRuns(
            @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 1, max = 300) Integer> texts,
            @ForAll @IntRange(max = 24) int pick) {
        int[] lengths = sorted(texts);
        int oldest = pick % lengths.length;

        Run run = planner.plan(lengths, oldest, BUDGET);

        assertThat(gain(lengths, run.from(), run.to())).isEqualTo(best(lengths, oldest));
    }

    @Test
    void shouldFillTheBatchWithEqualLengths() {
        int[] lengths = new int[100];
        Arrays.fill(lengths, 16);

        assertThat(planner.plan(lengths, 99, BUDGET).rows()).isEqualTo(32);
        assertThat(planner.plan(lengths, 0, BUDGET).rows()).isEqualTo(32);
    }

    @Test
    void shouldLeaveALongTextAloneRatherThanPadShortOnesToIt() {
        assertThat(planner.plan(new int[] {10, 10, 10, 250}, 3, BUDGET)).isEqualTo(new Run(3, 4));
    }

    @Test
    void shouldPadALittleRatherThanRunTwice() {
        assertThat(planner.plan(new int[] {14, 15, 16, 17}, 1, BUDGET)).isEqualTo(new Run(0, 4));
    }

    @Test
    void shouldLeaveLongerTextsForLaterWhenTheRunIsLongEnough() {
        int[] lengths = new int[18];
        Arrays.fill(lengths, 0, 9, 18);
        Arrays.fill(lengths, 9, 18, 20);

        assertThat(planner.plan(lengths, 0, BUDGET)).isEqualTo(new Run(0, 9));
    }

    @Test
    void shouldComputeATextBeyondTheBudgetAlone() {
        assertThat(planner.plan(new int[] {600, 600}, 1, BUDGET).rows()).isEqualTo(1);
    }

    private static double best(int[] lengths, int oldest) {
        double best = 0;
        for (int from = 0; from <= oldest; from++) {
            for (int to = oldest + 1; to <= lengths.length; to++) {
                if (to - from == 1 || (to - from) * lengths[to - 1] <= BUDGET) {
                    best = Math.max(best, gain(lengths, from, to));
                }
            }
        }
        return best;
    }

    private static double gain(int[] lengths, int from, int to) {
        long real = Arrays.stream(lengths, from, to).sum();
        return real / (OVERHEAD / 2.0 + (long) (to - from) * lengths[to - 1]);
    }

    private static int[] sorted(List<Integer> texts) {
        return texts.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}

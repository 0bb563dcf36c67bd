package io.mnemesh.cache.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class AllocationTest {

    private static double sum(double[][] of, int[] choice) {
        double sum = 0;
        for (int i = 0; i < choice.length; i++) {
            sum += of[i][choice[i]];
        }
        return sum;
    }

    @Example
    void shouldGiveTheBudgetToWhomItSavesMost() {
        double[][] loads = {{100, 50, 10}, {100, 50, 10}};
        double[][] stale = {{0, 10, 30}, {0, 1, 3}};

        assertThat(new Allocation(loads, stale).within(0)).containsExactly(0, 0);
        assertThat(new Allocation(loads, stale).within(4)).containsExactly(0, 2);
        assertThat(new Allocation(loads, stale).within(13)).containsExactly(1, 2);
        assertThat(new Allocation(loads, stale).within(33)).containsExactly(2, 2);
    }

    @Example
    void shouldTakeTheShortestWhenNothingIsWithinTheBudget() {
        double[][] loads = {{10, 5}};
        double[][] stale = {{3, 4}};

        assertThat(new Allocation(loads, stale).within(1)).containsExactly(0);
        assertThat(new Allocation(new double[0][], new double[0][]).within(1)).isEmpty();
    }

    @Property(tries = 200)
    void shouldStayWithinTheBudget(
            @ForAll @Size(value = 3) List<@DoubleRange(min = 0.01, max = 1) Double> rates,
            @ForAll @DoubleRange(min = 0.1, max = 20) double budget) {
        var loads = new double[rates.size()][20];
        var stale = new double[rates.size()][20];
        for (int i = 0; i < rates.size(); i++) {
            for (int ttl = 0; ttl < 20; ttl++) {
                double seconds = Math.pow(1.5, ttl);
                loads[i][ttl] = 100 / seconds;
                stale[i][ttl] = ttl == 0 ? 0 : 100 * -Math.expm1(-rates.get(i) * seconds / 2);
            }
        }

        int[] choice = new Allocation(loads, stale).within(budget);

        assertThat(sum(stale, choice)).isLessThanOrEqualTo(budget);
    }
}

package io.mnemesh.intelligence.cost.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityReplayTest {

    private static final int DAY = 1_440;
    private static final ScalingRule RULE = new ScalingRule(1, 6, 1, 5);

    @Test
    void shouldProposeFewerReplicasForALoadThatStaysLow() {
        double[] load = constant(DAY, 1.5);

        CapacityPlan plan = new CapacityReplay(RULE, 2, 0.01).cheapest(load, running(DAY, 4));

        assertThat(plan.minutes()).isEqualTo(DAY / 2);
        assertThat(plan.now()).isEqualTo(new CapacityOption(null, null, 0, 48));
        assertThat(plan.cheapest()).isEqualTo(new CapacityOption(2, null, 0, 24));
    }

    @Test
    void shouldProposeTheOrchestratorWhereTheLoadComesAndGoes() {
        var random = new Random(7);
        double[] load = IntStream.range(0, 3 * DAY)
                .mapToDouble(minute -> 2.4 - 2.2 * Math.cos(2 * Math.PI * minute / DAY) + random.nextGaussian() * 0.05)
                .map(value -> Math.max(0, value))
                .toArray();

        CapacityPlan plan = new CapacityReplay(RULE, 2, 0.01).cheapest(load, running(load.length, 6));

        assertThat(plan.cheapest().quantile()).isNotNull();
        assertThat(plan.cheapest().shortShare()).isLessThanOrEqualTo(0.01);
        assertThat(plan.cheapest().replicaHours()).isLessThan(0.75 * plan.now().replicaHours());
    }

    @Test
    void shouldNameWhatMissesTheObjectiveLeastWhenNothingHoldsIt() {
        double[] load = constant(DAY, 50);
        load[DAY - 1] = 5;

        CapacityPlan plan = new CapacityReplay(RULE, 2, 0.01).cheapest(load, running(DAY, 1));

        assertThat(plan.cheapest().replicas()).isEqualTo(5);
        assertThat(plan.cheapest().shortShare()).isEqualTo((DAY / 2 - 1) / (DAY / 2.0));
        assertThat(plan.now().shortShare()).isEqualTo(1);
    }

    @Test
    void shouldRefuseLessThanADay() {
        var replay = new CapacityReplay(RULE, 2, 0.01);

        assertThatThrownBy(() -> replay.cheapest(constant(DAY - 1, 1), running(DAY - 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1439 minutes");
    }

    private static double[] constant(int minutes, double load) {
        double[] all = new double[minutes];
        Arrays.fill(all, load);
        return all;
    }

    private static int[] running(int minutes, int replicas) {
        int[] all = new int[minutes];
        Arrays.fill(all, replicas);
        return all;
    }
}

package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    private Planner planner;

    @BeforeEach
    void calm() {
        planner = new Planner(new ScalingRule(2, 10, 100, 5), Duration.ofMinutes(2), new LoadForecaster(4, 0.98));
        for (int i = 0; i < 100; i++) {
            planner.learn(250);
        }
    }

    @Test
    void shouldProposeNothingWhileThereIsEnough() {
        assertThat(planner.next(state(250, 3, List.of()))).isEmpty();
    }

    @Test
    void shouldScaleUpAtOnce() {
        List<Proposal> proposals = planner.next(state(480, 3, List.of()));

        assertThat(proposals).hasSize(1);
        assertThat(proposals.getFirst().action())
                .isInstanceOfSatisfying(
                        Action.Scale.class, scale -> assertThat(scale.to()).isGreaterThanOrEqualTo(5));
        assertThat(proposals.getFirst().reason()).contains("The load is 480");
    }

    @Test
    void shouldStayWithinBounds() {
        assertThat(planner.next(state(1e9, 3, List.of())))
                .extracting(Proposal::action)
                .containsExactly(new Action.Scale("memory", 3, 10));
    }

    @Test
    void shouldScaleDownOnlyAfterTheHold() {
        planner.next(state(250, 5, List.of()));
        for (int minute = 0; minute < 4; minute++) {
            assertThat(planner.next(state(250, 3, List.of()))).isEmpty();
        }

        assertThat(planner.next(state(250, 5, List.of())))
                .extracting(Proposal::action)
                .containsExactly(new Action.Scale("memory", 5, 3));
    }

    @Test
    void shouldReplaceAPodThatWasReadyAndMakeUpForIt() {
        var pod = new UnreadyPod("memory-1", AT.minusSeconds(180), true);

        assertThat(planner.next(state(250, 3, List.of(pod))))
                .extracting(Proposal::action)
                .containsExactly(
                        new Action.RestartPod("memory", "memory-1", pod.since()), new Action.Scale("memory", 3, 4));
    }

    @Test
    void shouldLetPodsStartAndWaitForThoseThatJustStopped() {
        var starting = new UnreadyPod("memory-1", AT.minusSeconds(600), false);
        var stopped = new UnreadyPod("memory-2", AT.minusSeconds(60), true);

        assertThat(planner.next(state(250, 4, List.of(starting, stopped)))).isEmpty();
    }

    private static ServiceState state(double load, int desired, List<UnreadyPod> pods) {
        return new ServiceState("memory", AT, load, desired, desired - pods.size(), pods);
    }
}

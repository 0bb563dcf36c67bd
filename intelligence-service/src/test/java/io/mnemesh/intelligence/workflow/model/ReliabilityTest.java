package io.mnemesh.intelligence.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

    @Test
    void shouldLeaveThingsAsTheyAreWithoutEvidence() {
        var reliability = new Reliability();

        assertThat(reliability.correct(0.3)).isEqualTo(0.3, within(1e-12));
        assertThat(reliability.correct(0)).isEqualTo(0.001);
        assertThat(reliability.correct(1)).isEqualTo(0.999);
    }

    @Test
    void shouldLearnThatTooMuchWasSaid() {
        var reliability = new Reliability();
        var random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            double truth = random.nextDouble();
            reliability.learn(Math.sqrt(truth), random.nextDouble() < truth);
        }

        for (double truth : new double[] {0.2, 0.5, 0.8}) {
            assertThat(reliability.correct(Math.sqrt(truth))).isEqualTo(truth, within(0.03));
        }
    }

    @Test
    void shouldNotTrustAFewOutcomes() {
        var reliability = new Reliability();
        reliability.learn(0.54, false);
        reliability.learn(0.54, false);

        assertThat(reliability.correct(0.54)).isEqualTo(0.54 - 1.08 / 22, within(0.01));
    }
}

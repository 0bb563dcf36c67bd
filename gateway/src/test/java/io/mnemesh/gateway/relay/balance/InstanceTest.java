package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InstanceTest {

    private final Instance instance = new Instance("10.0.0.7:7401", BalancerSettings.defaults(), 0);

    @Test
    void shouldCountWhatIsUnderWayAndWhatFailed() {
        instance.sent();
        instance.sent();
        instance.done(true);

        assertThat(instance.inFlight()).isEqualTo(1);
        assertThat(instance.requests()).isEqualTo(2);
        assertThat(instance.failed()).isEqualTo(1);
    }

    @Test
    void shouldCostMoreTheMoreItFails() {
        double calm = instance.failurePenalty(0);
        instance.failures().record(true, 0);
        double once = instance.failurePenalty(0);
        for (int i = 0; i < 50; i++) {
            instance.failures().record(true, 0);
        }

        assertThat(calm).isEqualTo(1);
        // 1 + 20 × 0.2 / (1.05 - 0.2)
        assertThat(once).isCloseTo(5.706, within(0.001));
        assertThat(instance.failurePenalty(0)).isGreaterThan(300);
    }

    @Test
    void shouldForgetFailuresWithTime() {
        instance.failures().record(true, 0);

        double later =
                instance.failurePenalty(BalancerSettings.defaults().decay().toNanos() * 10);

        assertThat(later).isCloseTo(1, within(0.001));
    }

    @Test
    void shouldTellSlownessAgainstItsOwnMean() {
        for (int i = 0; i < 100; i++) {
            instance.latency().observe(1_000_000, 0);
        }
        assertThat(instance.failureFeatures(0)[3]).isCloseTo(0, within(0.001));

        instance.latency().observe(4_000_000, 0);

        // ln 4 less the twentieth of it by which the mean rose
        assertThat(instance.failureFeatures(0)[3]).isCloseTo(Math.log(4) * 0.95, within(0.001));
    }
}

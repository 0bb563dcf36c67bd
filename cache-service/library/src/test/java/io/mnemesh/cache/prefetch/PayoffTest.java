package io.mnemesh.cache.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PayoffTest {

    private final Payoff payoff = new Payoff(0.5, Duration.ofSeconds(1));

    private void outcomes(int count, boolean cameTrue, long now) {
        for (int i = 0; i < count; i++) {
            payoff.outcome(cameTrue, now);
        }
    }

    @Test
    void shouldOnlyWatchUntilEnoughCameTrue() {
        assertThat(payoff.isLoading()).isFalse();

        outcomes(Payoff.LEAST - 1, true, 0);
        assertThat(payoff.isLoading()).isFalse();

        outcomes(1, true, 0);
        assertThat(payoff.isLoading()).isTrue();
    }

    @Test
    void shouldNeverLoadWhenTooLittleComesTrue() {
        for (int i = 0; i < 1000; i++) {
            payoff.outcome(i % 5 < 2, i);

            assertThat(payoff.isLoading()).isFalse();
        }
        assertThat(payoff.precision()).isBetween(0.38, 0.42);
    }

    @Test
    void shouldStopAfterFewWastedLoadsAndWaitLongerEachTime() {
        outcomes(Payoff.LEAST, true, 0);
        outcomes(Payoff.LEAST, false, 0);
        assertThat(payoff.isLoading()).isFalse();

        outcomes(100, true, 999);
        assertThat(payoff.isLoading()).isFalse();
        outcomes(1, true, 1000);
        assertThat(payoff.isLoading()).isTrue();

        outcomes(Payoff.LEAST, false, 1000);
        outcomes(100, true, 2999);
        assertThat(payoff.isLoading()).isFalse();
        outcomes(1, true, 3000);
        assertThat(payoff.isLoading()).isTrue();
    }
}

package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FailureRateTest {

    private static final long DECAY = 1_000;

    private final FailureRate rate = new FailureRate(DECAY);

    @Test
    void shouldCountFailuresInARow() {
        rate.record(true, 0);
        rate.record(true, 0);
        assertThat(rate.inARow()).isEqualTo(2);

        rate.record(false, 0);

        assertThat(rate.inARow()).isZero();
        assertThat(rate.samples()).isEqualTo(3);
    }

    @Test
    void shouldComeNearTheShareThatFails() {
        for (int i = 0; i < 400; i++) {
            rate.record(i % 2 == 0, 0);
        }

        assertThat(rate.slow(0)).isCloseTo(0.5, within(0.02));
        assertThat(rate.fast(0)).isCloseTo(0.5, within(0.1));
    }

    @Test
    void shouldForgetFailuresWithTime() {
        for (int i = 0; i < 100; i++) {
            rate.record(true, 0);
        }

        assertThat(rate.slow(0)).isCloseTo(1, within(0.01));
        assertThat(rate.slow(DECAY)).isCloseTo(rate.slow(0) / Math.E, within(1e-9));
    }

    @Test
    void shouldBeginAnewWhenForgiven() {
        for (int i = 0; i < 100; i++) {
            rate.record(true, 0);
        }

        rate.forgive();

        assertThat(rate.inARow()).isZero();
        assertThat(rate.samples()).isZero();
        assertThat(rate.slow(0)).isEqualTo(0.05);
        assertThat(rate.fast(0)).isEqualTo(0.2);
    }
}

package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyAverageTest {

    private static final long DECAY = 1_000;

    private final LatencyAverage average = new LatencyAverage(DECAY);

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(average.isKnown()).isFalse();

        average.observe(100, 0);

        assertThat(average.isKnown()).isTrue();
        assertThat(average.peak(0)).isEqualTo(100);
        assertThat(average.logMean()).isCloseTo(Math.log(100), within(1e-12));
    }

    @Test
    void shouldTakeAPeakAtOnceAndFallWithTime() {
        average.observe(100, 0);
        average.observe(900, 0);

        assertThat(average.peak(0)).isEqualTo(900);
        assertThat(average.peak(DECAY)).isCloseTo(900 / Math.E, within(1e-9));

        average.observe(100, DECAY);

        assertThat(average.peak(DECAY)).isCloseTo(900 / Math.E + 100 * (1 - 1 / Math.E), within(1e-9));
    }

    @Test
    void shouldHaveTheGeometricMeanOfTheFirstLatencies() {
        average.observe(10, 0);
        average.observe(1_000, 0);

        assertThat(Math.exp(average.logMean())).isCloseTo(100, within(1e-9));
    }
}

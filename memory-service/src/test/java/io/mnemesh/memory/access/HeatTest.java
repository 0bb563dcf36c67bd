package io.mnemesh.memory.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeatTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void shouldBeHalfAfterAHalfLife() {
        double heat = Heat.of(8, NOW);

        assertThat(Heat.left(heat, NOW)).isCloseTo(8, within(1e-6));
        assertThat(Heat.left(heat, NOW.plus(Heat.HALF_LIFE))).isCloseTo(4, within(1e-6));
        assertThat(Heat.left(heat, NOW.plus(Heat.HALF_LIFE.multipliedBy(3)))).isCloseTo(1, within(1e-6));
    }

    @Property
    void shouldKeepItsOrderForEver(
            @ForAll @DoubleRange(min = 0.05, max = 1e6) double one,
            @ForAll @DoubleRange(min = 0.05, max = 1e6) double other,
            @ForAll @IntRange(max = 1_000_000) int minutes) {
        Instant later = NOW.plus(Duration.ofMinutes(minutes));
        double first = Heat.of(one, NOW);
        double second = Heat.of(other, later);
        Assume.that(Math.abs(first - second) > 1e-6);

        assertThat(first > second).isEqualTo(Heat.left(first, later) > Heat.left(second, later));
    }

    @Property
    void shouldWeighNoMoreThanTwoVoices(@ForAll @DoubleRange(min = 0, max = 1e9) double used) {
        assertThat(Use.voices(used)).isBetween(0.0, 2.0);
        assertThat(Use.voices(0)).isZero();
        assertThat(Use.voices(15)).isCloseTo(1, within(1e-9));
    }
}

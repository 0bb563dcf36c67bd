package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class EarlyRefreshTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LOAD = Duration.ofMillis(200);

    private static EarlyRefresh of(double beta, double random) {
        return new EarlyRefresh(beta, () -> random);
    }

    @Property
    void shouldAlwaysBeDueAtTheEnd(
            @ForAll @DoubleRange(max = 0.99) double random, @ForAll @LongRange(max = 100_000) long ago) {
        assertThat(of(1, random).isDue(NOW, NOW.minusMillis(ago), LOAD)).isTrue();
    }

    @Property
    void shouldNeverBeDueBeforeTheEndWhenLoadsTakeNoTime(
            @ForAll @DoubleRange(max = 0.99) double random, @ForAll @LongRange(min = 1, max = 100_000) long left) {
        assertThat(of(1, random).isDue(NOW, NOW.plusMillis(left), Duration.ZERO))
                .isFalse();
    }

    /** Whoever is due stays so when the end is nearer, the load is dearer, or beta is greater. */
    @Property
    void shouldBeMonotone(
            @ForAll @DoubleRange(max = 0.99) double random,
            @ForAll @LongRange(min = 1, max = 2_000) long left,
            @ForAll @DoubleRange(min = 0.1, max = 10) double beta) {
        if (of(beta, random).isDue(NOW, NOW.plusMillis(left), LOAD)) {
            assertThat(of(beta, random).isDue(NOW, NOW.plusMillis(left - 1), LOAD))
                    .isTrue();
            assertThat(of(beta, random).isDue(NOW, NOW.plusMillis(left), LOAD.multipliedBy(2)))
                    .isTrue();
            assertThat(of(2 * beta, random).isDue(NOW, NOW.plusMillis(left), LOAD))
                    .isTrue();
        }
    }

    /** The chance to be due with the time t left is e^(-t / (beta × load)). */
    @Example
    void shouldBeDueWithTheChanceOfThePaper() {
        var random = new Random(7);
        for (double beta : new double[] {0.5, 1, 3}) {
            for (long left : new long[] {50, 200, 600}) {
                var early = new EarlyRefresh(beta, random::nextDouble);
                long due = IntStream.range(0, 20_000)
                        .filter(i -> early.isDue(NOW, NOW.plusMillis(left), LOAD))
                        .count();

                assertThat(due / 20_000.0).isCloseTo(Math.exp(-left / (beta * LOAD.toMillis())), within(0.015));
            }
        }
    }

    @Example
    void shouldBeOffWithoutBeta() {
        assertThat(of(0, 0.5).isOff()).isTrue();
        assertThat(of(1, 0.5).isOff()).isFalse();
    }

    @Example
    void shouldFollowTheTimesOfLoads() {
        var times = new LoadTimes();
        assertThat(times.mean()).isZero();

        times.add(800);
        assertThat(times.mean()).isEqualTo(Duration.ofNanos(800));
        times.add(1_600);

        assertThat(times.mean()).isEqualTo(Duration.ofNanos(900));
    }
}

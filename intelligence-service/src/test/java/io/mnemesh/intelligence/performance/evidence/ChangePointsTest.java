package io.mnemesh.intelligence.performance.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointsTest {

    @Test
    void shouldFindBothChangesOfALevel() {
        var random = new Random(3);

        var changes = ChangePoints.of(series(600, i -> (i >= 200 && i < 400 ? 14 : 10) + random.nextGaussian()));

        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().second()).isBetween(198 * 60L, 202 * 60L);
        assertThat(changes.getFirst().before()).isCloseTo(10, within(0.3));
        assertThat(changes.getFirst().after()).isCloseTo(14, within(0.3));
        assertThat(changes.getFirst().confidence()).isGreaterThan(0.99);
        assertThat(changes.getLast().second()).isBetween(398 * 60L, 402 * 60L);
        assertThat(changes.getLast().pointsAfter()).isBetween(198, 202);
    }

    @Test
    void shouldFindAStepOfAConstantSeriesWhereItIs() {
        assertThat(ChangePoints.of(series(100, i -> i < 40 ? 5 : 9)))
                .extracting(ChangePoints.Change::second)
                .containsExactly(40 * 60L);
    }

    @Test
    void shouldSeeNoChangeInSpikes() {
        var random = new Random(3);

        assertThat(ChangePoints.of(series(400, i -> 10 + random.nextGaussian() + (i % 150 == 100 ? 300 : 0))))
                .isEmpty();
    }

    @Test
    void shouldSeeNoChangeInNoiseInWavesAndInConstants() {
        int found = 0;
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            double[] last = {0};
            found += ChangePoints.of(series(500, i -> random.nextGaussian())).size();
            found += ChangePoints.of(series(500, i -> last[0] = 0.8 * last[0] + random.nextGaussian()))
                    .size();
            found += ChangePoints.of(hourly(24 * 20, i -> 20 * Math.sin(i * Math.PI / 12) + random.nextGaussian()))
                    .size();
        }

        assertThat(found).as("in 120 series").isLessThanOrEqualTo(3);
        assertThat(ChangePoints.of(series(500, i -> 42))).isEmpty();
        assertThat(ChangePoints.of(series(500, i -> 0))).isEmpty();
    }

    @Test
    void shouldFindAChangeUnderADailyWave() {
        var random = new Random(5);

        var changes = ChangePoints.of(hourly(
                24 * 20, i -> 20 * Math.sin(i * Math.PI / 12) + (i < 240 ? 0 : 8) + random.nextGaussian()));

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().second()).isBetween(237 * 3_600L, 243 * 3_600L);
        assertThat(changes.getFirst().after() - changes.getFirst().before()).isCloseTo(8, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 39})
    void shouldSayNothingOfFewPoints(int points) {
        assertThat(ChangePoints.of(series(points, i -> i < 20 ? 1 : 100))).isEmpty();
    }

    private static Values series(int points, IntToDoubleFunction value) {
        return every(60, points, value);
    }

    private static Values hourly(int points, IntToDoubleFunction value) {
        return every(3_600, points, value);
    }

    static Values every(long step, int points, IntToDoubleFunction value) {
        long[] seconds = new long[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            seconds[i] = i * step;
            values[i] = value.applyAsDouble(i);
        }
        return new Values(seconds, values);
    }
}

package io.mnemesh.intelligence.performance.evidence;

import static io.mnemesh.intelligence.performance.evidence.ChangePointsTest.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaggedCorrelationTest {

    @Test
    void shouldFindLagStrengthAndSlope() {
        double[] noise = noise(1, 500);
        var random = new Random(2);

        var found = LaggedCorrelation.of(
                every(60, 300, i -> noise[i + 50]), every(60, 300, i -> 3 * noise[i + 47] + random.nextGaussian()), 1);

        assertThat(found).isNotNull();
        assertThat(found.isTold()).isTrue();
        assertThat(found.lag()).isEqualTo(180);
        assertThat(found.coefficient()).isCloseTo(0.95, within(0.03));
        assertThat(found.low()).isLessThan(found.coefficient()).isGreaterThan(0.9);
        assertThat(found.slope()).isCloseTo(3, within(0.2));
        assertThat(found.samples()).isEqualTo(297);
        assertThat(found.effective()).isBetween(270.0, 300.0);
    }

    @Test
    void shouldKnowWhichOfTwoIsAhead() {
        double[] noise = noise(1, 500);

        var found = LaggedCorrelation.of(every(60, 300, i -> -noise[i + 48]), every(60, 300, i -> noise[i + 50]), 1);

        assertThat(found).isNotNull();
        assertThat(found.lag()).isEqualTo(-120);
        assertThat(found.coefficient()).isCloseTo(-1, within(1e-6));
    }

    @Test
    void shouldCompareSeriesOfDifferentSteps() {
        double[] noise = noise(4, 600);

        var found = LaggedCorrelation.of(every(60, 600, i -> noise[i / 5]), every(300, 120, i -> noise[i]), 1);

        assertThat(found).isNotNull();
        assertThat(found.lag()).isZero();
        assertThat(found.samples()).isEqualTo(120);
        assertThat(found.coefficient()).isGreaterThan(0.99);
    }

    @Test
    void shouldNotTellOfNoiseWalksOrTrends() {
        int told = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[] first = noise(seed, 300);
            double[] second = noise(seed + 1_000, 300);
            told += told(first, second);
            told += told(walk(first), walk(second));
            double[] rising = new double[300];
            double[] falling = new double[300];
            for (int i = 0; i < 300; i++) {
                rising[i] = i + first[i];
                falling[i] = -3 * i + second[i];
            }
            told += told(rising, falling);
        }

        assertThat(told).as("of 150 pairs").isLessThanOrEqualTo(3);
    }

    @Test
    void shouldSayNothingWithoutCommonTimesOrOfAConstant() {
        double[] noise = noise(1, 300);
        Values one = every(60, 300, i -> noise[i]);
        Values later = new Values(
                LongStream.range(0, 300).map(i -> 10_000_000 + i * 60).toArray(), noise);

        assertThat(LaggedCorrelation.of(one, later, 1)).isNull();
        assertThat(LaggedCorrelation.of(one, every(60, 300, i -> 7), 1)).isNull();
        assertThat(LaggedCorrelation.of(one, every(60, 29, i -> noise[i]), 1)).isNull();
        assertThat(LaggedCorrelation.of(one, every(60, 0, i -> 0), 1)).isNull();
    }

    private static int told(double[] first, double[] second) {
        var found = LaggedCorrelation.of(every(60, 300, i -> first[i]), every(60, 300, i -> second[i]), 1);
        return found != null && found.isTold() ? 1 : 0;
    }

    private static double[] noise(int seed, int points) {
        return new Random(seed)
                .doubles(points)
                .map(value -> value * 3.4641 - 1.732)
                .toArray();
    }

    private static double[] walk(double[] steps) {
        double[] walk = steps.clone();
        for (int i = 1; i < walk.length; i++) {
            walk[i] += walk[i - 1];
        }
        return walk;
    }
}

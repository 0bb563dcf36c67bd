package io.mnemesh.intelligence.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.anomaly.Ensemble.Status;
import io.mnemesh.intelligence.anomaly.Ensemble.Verdict;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {

    private static final int MINUTES = 5 * 60;

    @Test
    void shouldBeMostSurprisedByASpikeInANoisyDay() {
        var noise = new Random(7);
        double[] found = run(
                3_000, i -> 50 + 20 * Math.sin(i * 2 * Math.PI / 288) + noise.nextGaussian() + (i == 2_000 ? 60 : 0));

        assertThat(most(found)).isEqualTo(2_000);
        assertThat(found[2_000]).isGreaterThan(3);
    }

    @Test
    void shouldNoticeALevelThatStays() {
        var noise = new Random(7);
        double[] found = run(3_000, i -> (i < 2_000 ? 10 : 16) + noise.nextGaussian());

        assertThat(most(found)).isBetween(2_000, 2_024);
    }

    @Test
    void shouldTellAStretchOnce() {
        var noise = new Random(7);
        double[] found = run(3_000, i -> 10 + noise.nextGaussian() + (i >= 2_000 && i < 2_060 ? 40 : 0));

        assertThat(IntStream.range(2_000, 2_060).filter(i -> found[i] > 2).count())
                .isBetween(1L, 4L);
    }

    @Test
    void shouldNotMindASmallStepOfAConstantSeries() {
        double[] found = run(3_000, i -> i < 2_000 ? 100 : 100.5);

        assertThat(found[most(found)]).isLessThanOrEqualTo(1.5);
    }

    @Test
    void shouldSayNothingOfAConstantSeries() {
        assertThat(run(2_000, i -> 42)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldPassOverWhatIsNoNumber(double value) {
        assertThat(Ensemble.standard().judge(1, value).status()).isEqualTo(Status.PASSED_OVER);
    }

    @Test
    void shouldPassOverTimesThatDoNotGoOn() {
        var ensemble = Ensemble.standard();

        assertThat(ensemble.judge(100, 1).status()).isEqualTo(Status.LEARNING);
        assertThat(ensemble.judge(100, 1).status()).isEqualTo(Status.PASSED_OVER);
        assertThat(ensemble.judge(99, 1).status()).isEqualTo(Status.PASSED_OVER);
        assertThat(ensemble.judge(101, 1).status()).isEqualTo(Status.LEARNING);
    }

    @Test
    void shouldStayFiniteWhateverComes() {
        var random = new Random(3);
        var ensemble = Ensemble.standard();
        double[] odd = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0, -0.0, 1, -1, 1e300};
        long second = Long.MIN_VALUE / 2;
        for (int i = 0; i < 2_000; i++) {
            second += 1 + random.nextInt(100_000);
            Verdict verdict = ensemble.judge(second, odd[random.nextInt(odd.length)]);

            assertThat(verdict.surprise()).isFinite().isNotNegative();
            assertThat(verdict.score()).isBetween(0.0, 1.0);
        }
    }

    private static double[] run(int points, IntToDoubleFunction series) {
        var ensemble = Ensemble.standard();
        return IntStream.range(0, points)
                .mapToDouble(i -> ensemble.judge((long) i * MINUTES, series.applyAsDouble(i))
                        .surprise())
                .toArray();
    }

    private static int most(double[] found) {
        return IntStream.range(500, found.length)
                .reduce((a, b) -> found[b] > found[a] ? b : a)
                .orElseThrow();
    }
}

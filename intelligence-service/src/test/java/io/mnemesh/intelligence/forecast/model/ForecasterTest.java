package io.mnemesh.intelligence.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final int HORIZON = 24;

    @Test
    void shouldGoOnWithASeasonAndATrend() {
        double[] all = daily(500 + HORIZON, 0);

        SeriesForecast forecast = found(Arrays.copyOf(all, 500), HORIZON);

        assertThat(forecast.seasons()).containsExactly(24);
        for (int h = 0; h < HORIZON; h++) {
            assertThat(forecast.values()[h]).isCloseTo(all[500 + h], within(3.0));
        }
        assertThat(forecast.shares().stream()
                        .mapToDouble(SeriesForecast.Share::weight)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(forecast.shares().getFirst().error())
                .isLessThanOrEqualTo(forecast.shares().getLast().error());
    }

    @Test
    void shouldCoverWhatComes() {
        int series = 30;
        double covered = 0;
        for (int s = 0; s < series; s++) {
            double[] all = daily(300 + HORIZON, s + 1);
            SeriesForecast.Band band = found(Arrays.copyOf(all, 300), HORIZON).band(0.95);
            assertThat(band).isNotNull();
            for (int h = 0; h < HORIZON; h++) {
                covered += all[300 + h] >= band.low()[h] && all[300 + h] <= band.high()[h] ? 1 : 0;
            }
        }

        assertThat(covered / series / HORIZON).isBetween(0.92, 0.99);
    }

    @Test
    void shouldBeDeterministic() {
        double[] series = daily(200, 5);

        assertThat(found(series, HORIZON).values())
                .isEqualTo(found(series.clone(), HORIZON).values());
    }

    @Test
    void shouldNotDependOnTheUnit() {
        double[] series = daily(200, 5);
        double[] small = Arrays.stream(series).map(value -> value * 0x1p-30).toArray();

        double[] expected = found(series, HORIZON).values();
        double[] values = found(small, HORIZON).values();

        for (int h = 0; h < HORIZON; h++) {
            assertThat(values[h] * 0x1p30).isCloseTo(expected[h], within(1e-3));
        }
    }

    @Test
    void shouldSayThatAConstantStaysSo() {
        double[] series = new double[60];
        Arrays.fill(series, -7);

        SeriesForecast forecast = found(series, 10);

        assertThat(forecast.values()).containsOnly(new double[] {-7}, within(1e-9));
        assertThat(forecast.band(0.95).high()[9]).isCloseTo(-7, within(1e-9));
    }

    @Test
    void shouldStayFiniteWhateverItIsGiven() {
        var random = new Random(3);
        double[] huge =
                random.doubles(80, -Double.MAX_VALUE / 2, Double.MAX_VALUE / 2).toArray();
        double[] tiny = random.doubles(80, 0, Double.MIN_NORMAL).toArray();
        double[] spike = new double[80];
        spike[40] = Double.MAX_VALUE;
        double[] exponential =
                IntStream.range(0, 200).mapToDouble(i -> Math.exp(3 * i)).toArray();
        double[] zeros = new double[25];

        for (double[] series : new double[][] {huge, tiny, spike, exponential, zeros}) {
            SeriesForecast forecast = found(series, 20);
            SeriesForecast.Band band = forecast.band(0.8);
            assertThat(band).isNotNull();
            for (int h = 0; h < forecast.horizon(); h++) {
                assertThat(forecast.values()[h]).isFinite();
                assertThat(band.low()[h]).isFinite().isLessThanOrEqualTo(forecast.values()[h]);
                assertThat(band.high()[h]).isFinite().isGreaterThanOrEqualTo(forecast.values()[h]);
            }
        }
    }

    @Test
    void shouldNotForecastBelowZeroWhatNeverWas() {
        double[] series = IntStream.range(0, 60).mapToDouble(i -> 120 - 2 * i).toArray();

        assertThat(Arrays.stream(found(series, 30).values()).boxed()).allMatch(value -> value >= 0);
    }

    @Test
    void shouldLookLessFarWithLittleAndNotAtAllWithNearlyNothing() {
        assertThat(found(daily(40, 1), HORIZON).horizon()).isEqualTo(13);
        assertThat(Forecaster.of(daily(19, 1), HORIZON)).isNull();
        assertThat(Forecaster.of(new double[0], HORIZON)).isNull();
        assertThat(found(daily(20, 1), 1).band(0.999)).isNull();
    }

    /** Around a hundred, with a day and some noise. */
    static double[] daily(int length, int seed) {
        var random = new Random(seed);
        return IntStream.range(0, length)
                .mapToDouble(i -> 100
                        + 0.02 * i
                        + 20 * Math.sin(2 * Math.PI * i / 24)
                        + (seed == 0 ? 0.2 : 3) * random.nextGaussian())
                .toArray();
    }

    private static SeriesForecast found(double[] series, int horizon) {
        SeriesForecast forecast = Forecaster.of(series, horizon);
        assertThat(forecast).isNotNull();
        return forecast;
    }
}

package io.mnemesh.intelligence.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CandidateTest {

    private static final Seasons DAY = new Seasons(24);

    static Candidate[] all() {
        return new Candidate[] {
            new SeasonalNaive(),
            new Theta(),
            new HoltWinters(),
            new AutoRegression(),
            new Harmonics(),
            new Logarithmic(new Theta())
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldRepeatAPureSeason(Candidate candidate) {
        double[] series = IntStream.range(0, 240)
                .mapToDouble(i -> 50 + 10 * Math.sin(2 * Math.PI * i / 24) + 4 * Math.cos(4 * Math.PI * i / 24))
                .toArray();

        double[] forecast = candidate.forecast(Arrays.copyOf(series, 192), DAY, 48);

        for (int h = 0; h < 48; h++) {
            assertThat(forecast[h]).as("%s %d", candidate.name(), h).isCloseTo(series[192 + h], within(1.0));
        }
    }

    @Test
    void shouldSolveLeastSquares() {
        var squares = new LeastSquares(2);
        for (int i = 0; i < 10; i++) {
            squares.add(new double[] {1, i}, 3 - 2 * i, 1);
        }

        assertThat(squares.solve(0)).containsExactly(new double[] {3, -2}, within(1e-6));
    }

    @Test
    void shouldFindTheLeastOfAFunction() {
        double[] least = Simplex.least(
                at -> Math.pow(at[0] - 0.3, 2) + 4 * Math.pow(at[1] - 0.8, 2), new double[] {0.5, 0.5}, 0.25, 200);

        assertThat(least).containsExactly(new double[] {0.3, 0.8}, within(1e-3));
    }

    @Test
    void shouldRankErrorsForBands() {
        double[][] errors = new double[19][1];
        for (int i = 0; i < 19; i++) {
            errors[i][0] = i + 1;
        }
        var residuals = Residuals.of(errors, 1);

        assertThat(residuals.halfWidths(0.95)).containsExactly(new double[] {19 * 1.2}, within(1e-9));
        assertThat(residuals.halfWidths(0.5)).containsExactly(new double[] {10 * 1.2}, within(1e-9));
        assertThat(residuals.halfWidths(0.96)).isNull();
        assertThat(Residuals.least(0.95)).isEqualTo(19);
    }
}

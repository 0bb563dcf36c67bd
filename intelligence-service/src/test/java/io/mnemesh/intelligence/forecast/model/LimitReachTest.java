package io.mnemesh.intelligence.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitReachTest {

    /** One, two, three and four; twenty ways up to a half beside it. */
    private static final SeriesForecast RISING =
            new SeriesForecast(new double[] {1, 2, 3, 4}, new int[0], List.of(), Residuals.of(errors(), 4), 0, 1, true);

    @Test
    void shouldTellWhenALimitIsReached() {
        LimitReach reach = LimitReach.of(RISING, 3);

        assertThat(reach.expected()).isEqualTo(3);
        assertThat(reach.earliest()).isEqualTo(3);
        assertThat(reach.latest()).isEqualTo(4);
        assertThat(reach.ways()).isEqualTo(20);
        assertThat(reach.probability()).isEqualTo(20.5 / 21);
    }

    @Test
    void shouldTellThatSomeWaysReachIt() {
        LimitReach reach = LimitReach.of(RISING, 4.25);

        assertThat(reach.expected()).isNull();
        assertThat(reach.earliest()).isEqualTo(4);
        assertThat(reach.latest()).isNull();
        assertThat(reach.probability()).isEqualTo(5.5 / 21);
    }

    @Test
    void shouldTellThatItIsNotReached() {
        LimitReach reach = LimitReach.of(RISING, 100);

        assertThat(reach.earliest()).isNull();
        assertThat(reach.probability()).isEqualTo(0.5 / 21);
    }

    private static double[][] errors() {
        double[][] errors = new double[10][4];
        for (int origin = 0; origin < 10; origin++) {
            Arrays.fill(errors[origin], 0.05 * (origin + 1) - 0.025 + (origin == 9 ? 0.025 : 0));
        }
        return errors;
    }
}

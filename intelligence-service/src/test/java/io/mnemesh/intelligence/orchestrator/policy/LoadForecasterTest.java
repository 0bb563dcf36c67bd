package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadForecasterTest {

    private static final int DAY = 1_440;

    @Test
    void shouldExpectNothingOfNothing() {
        assertThat(new LoadForecaster(4, 0.98).outlook()).isEqualTo(new LoadOutlook(0, 0, 0, 0));
    }

    @Test
    void shouldExpectAConstantToStay() {
        var forecaster = new LoadForecaster(4, 0.98);

        for (int i = 0; i < 200; i++) {
            forecaster.add(50);
        }

        assertThat(forecaster.outlook().expected()).isEqualTo(50);
        assertThat(forecaster.outlook().upper()).isEqualTo(50);
    }

    @Test
    void shouldLeaveRoomWhileErrorsAreNotKnown() {
        var forecaster = new LoadForecaster(4, 0.98);

        forecaster.add(100);

        assertThat(forecaster.outlook().upper()).isEqualTo(140);
        assertThat(forecaster.outlook().confidence()).isZero();
    }

    @Test
    void shouldForeseeARiseThatComesEveryDay() {
        var forecaster = new LoadForecaster(10, 0.98);

        // The load doubles within ten minutes at noon of each day; it is the minute before noon of the fourth.
        for (int t = 0; t < 3 * DAY + DAY / 2; t++) {
            int minute = t % DAY - DAY / 2;
            forecaster.add(minute < 0 ? 100 : Math.min(200, 100 + 10 * (minute + 1)));
        }

        assertThat(forecaster.outlook().expected()).isBetween(150.0, 210.0);
    }

    @Test
    void shouldKeepItsPromiseOnNoise() {
        var forecaster = new LoadForecaster(4, 0.95);
        var random = new Random(5);
        double[] load = new double[4 * DAY];
        int kept = 0;
        int asked = 0;

        for (int t = 0; t < load.length; t++) {
            load[t] = 500 + 40 * random.nextGaussian();
        }
        for (int t = 0; t + 4 < load.length; t++) {
            forecaster.add(load[t]);
            if (t >= DAY) {
                double highest = 0;
                for (int ahead = 1; ahead <= 4; ahead++) {
                    highest = Math.max(highest, load[t + ahead]);
                }
                kept += highest <= forecaster.outlook().upper() ? 1 : 0;
                asked++;
            }
        }

        assertThat((double) kept / asked).isBetween(0.93, 0.97);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -3})
    void shouldTakeWhatIsNoLoadForTheMinuteBefore(double value) {
        var forecaster = new LoadForecaster(2, 0.9);

        forecaster.add(10);
        forecaster.add(value);

        assertThat(forecaster.outlook().expected()).isEqualTo(10);
    }

    @Test
    void shouldRejectAHorizonOfNothing() {
        assertThatThrownBy(() -> new LoadForecaster(0, 0.9)).isInstanceOf(IllegalArgumentException.class);
    }
}

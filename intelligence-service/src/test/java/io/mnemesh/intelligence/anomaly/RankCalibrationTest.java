package io.mnemesh.intelligence.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankCalibrationTest {

    @Test
    void shouldSayHowRareAScoreIs() {
        var calibration = new RankCalibration();
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            calibration.surprise(random.nextDouble());
        }

        assertThat(calibration.surprise(0.5)).isCloseTo(0.3, within(0.05));
        assertThat(calibration.surprise(0.9)).isCloseTo(1, within(0.2));
        assertThat(calibration.surprise(0)).isZero();
    }

    @Test
    void shouldGoOnGrowingBeyondTheHighestScore() {
        var calibration = new RankCalibration();
        var random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            calibration.surprise(random.nextDouble());
        }

        double slightly = calibration.surprise(1.02);
        assertThat(slightly).isGreaterThan(2.9);
        assertThat(calibration.surprise(1.2)).isGreaterThan(slightly);
    }
}

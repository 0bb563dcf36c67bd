package io.mnemesh.intelligence.errors.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.errors.evidence.Trend.Direction;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 6, UNKNOWN, 0",
        "4, 0, 6, UNKNOWN, 0",
        "5, 0, 6, NEW, 0",
        "9, 3, 0, NEW, 0",
        "9, 3, -40000, NEW, 0",
        "10, 60, 6, STEADY, 1",
        "3, 12, 6, STEADY, 1.5",
        "30, 60, 6, RISING, 3",
        "1, 60, 6, FALLING, 0.1",
        "0, 60, 6, FALLING, 0"
    })
    void shouldTellATrendOnlyWhenCountsSpeakForIt(
            long later, long earlier, long days, Direction direction, double ratio) {
        Trend trend = Trend.of(later, Duration.ofDays(1), earlier, Duration.ofDays(days));

        assertThat(trend.direction()).isEqualTo(direction);
        assertThat(trend.ratio()).isCloseTo(ratio, within(1e-9));
    }
}

package io.mnemesh.intelligence.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.performance.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(PerformanceConfig.class).validated();

        assertThat(config.settle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.judgeEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.skew()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.maxSeries()).isEqualTo(2_000);
        assertThat(config.seriesInMemory()).isEqualTo(48);
        assertThat(config.snapshotEvery()).isEqualTo(256);
        assertThat(config.keptPoints()).isEqualTo(5_000);
        assertThat(config.keptHours()).isEqualTo(2_000);
        assertThat(config.examineEvery()).isEqualTo(64);
        assertThat(config.comparedSeries()).isEqualTo(12);
        assertThat(config.comparedPoints()).isEqualTo(1_000);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        PerformanceConfig.class,
                        Map.of(
                                PREFIX + "settle", "2s",
                                PREFIX + "judge-every", "3s",
                                PREFIX + "skew", "1m",
                                PREFIX + "max-series", "10",
                                PREFIX + "series-in-memory", "5",
                                PREFIX + "snapshot-every", "100",
                                PREFIX + "kept-points", "300",
                                PREFIX + "kept-hours", "48",
                                PREFIX + "compared-series", "6",
                                PREFIX + "compared-points", "200"))
                .validated();

        assertThat(config.settle()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.judgeEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.skew()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.maxSeries()).isEqualTo(10);
        assertThat(config.seriesInMemory()).isEqualTo(5);
        assertThat(config.snapshotEvery()).isEqualTo(100);
        assertThat(config.keptPoints()).isEqualTo(300);
        assertThat(config.keptHours()).isEqualTo(48);
        assertThat(config.comparedSeries()).isEqualTo(6);
        assertThat(config.comparedPoints()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "judge-every,1ms",
        "max-series,0",
        "series-in-memory,0",
        "snapshot-every,0",
        "kept-points,300",
        "kept-hours,23",
        "compared-series,51",
        "compared-points,39"
    })
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(PerformanceConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

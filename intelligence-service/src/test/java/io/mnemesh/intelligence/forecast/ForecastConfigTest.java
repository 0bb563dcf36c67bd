package io.mnemesh.intelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.forecast.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(ForecastConfig.class).validated();

        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.cached()).isEqualTo(256);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        ForecastConfig.class, Map.of(PREFIX + "deadline", "2s", PREFIX + "cached", "0"))
                .validated();

        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.cached()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"deadline,1ms", "cached,-1"})
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(ForecastConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

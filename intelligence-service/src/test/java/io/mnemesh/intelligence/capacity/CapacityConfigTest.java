package io.mnemesh.intelligence.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.capacity.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(CapacityConfig.class).validated();

        assertThat(config.limits()).isEmpty();
        assertThat(config.horizon()).isEqualTo(Duration.ofDays(7));
        assertThat(config.series()).isEqualTo(24);
        assertThat(config.tolerated()).isEqualTo(0.1);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        CapacityConfig.class,
                        Map.of(
                                PREFIX + "limits.\"disk.used\"", "5",
                                PREFIX + "horizon", "48h",
                                PREFIX + "series", "3",
                                PREFIX + "tolerated", "0.2"))
                .validated();

        assertThat(config.limits()).containsExactly(Map.entry("disk.used", 5.0));
        assertThat(config.horizon()).isEqualTo(Duration.ofDays(2));
        assertThat(config.series()).isEqualTo(3);
        assertThat(config.tolerated()).isEqualTo(0.2);
    }

    @ParameterizedTest
    @CsvSource({"horizon,10m", "horizon,60d", "series,0", "tolerated,2"})
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(CapacityConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

package io.mnemesh.intelligence.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginsConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.plugins.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(PluginsConfig.class).validated();

        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.pause()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.threads()).isEqualTo(8);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        PluginsConfig.class,
                        Map.of(PREFIX + "deadline", "1s", PREFIX + "pause", "0s", PREFIX + "threads", "2"))
                .validated();

        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.pause()).isZero();
        assertThat(config.threads()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"deadline,0s", "pause,-1s", "threads,0"})
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(PluginsConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

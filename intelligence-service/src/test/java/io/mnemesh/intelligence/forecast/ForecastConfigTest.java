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
        assertThat(config.cache().localTtl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.cache().localSize().asLongValue()).isEqualTo(8L << 20);
        assertThat(config.cache().redisTtl()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        ForecastConfig.class,
                        Map.of(
                                PREFIX + "deadline",
                                "2s",
                                PREFIX + "cache.local-ttl",
                                "1m",
                                PREFIX + "cache.local-size",
                                "1M",
                                PREFIX + "cache.redis-ttl",
                                "0s"))
                .validated();

        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.cache().localTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.cache().localSize().asLongValue()).isEqualTo(1L << 20);
        assertThat(config.cache().redisTtl()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"deadline,1ms", "cache.local-ttl,-1s", "cache.redis-ttl,-1s", "cache.local-size,0"})
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(ForecastConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

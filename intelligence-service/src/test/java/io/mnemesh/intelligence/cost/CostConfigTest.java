package io.mnemesh.intelligence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.cost.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(CostConfig.class).validated();

        assertThat(config.prices()).isEqualTo(new Prices(null, null, null, "EUR"));
        assertThat(config.prices().processor(2)).isNull();
        assertThat(config.size("any")).isEqualTo(new ReplicaSize(0.25, 0.5));
        assertThat(config.services()).isEmpty();
        assertThat(config.shortfall()).isEqualTo(0.01);
        assertThat(config.sumEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.proposeEvery()).isEqualTo(Duration.ofHours(6));
        assertThat(config.keptDays()).isEqualTo(400);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        CostConfig.class,
                        Map.ofEntries(
                                Map.entry(PREFIX + "core-hour", "0.05"),
                                Map.entry(PREFIX + "gib-hour", "0.01"),
                                Map.entry(PREFIX + "gib-month", "7.3"),
                                Map.entry(PREFIX + "currency", "USD"),
                                Map.entry(PREFIX + "cores", "2"),
                                Map.entry(PREFIX + "memory", "1G"),
                                Map.entry(PREFIX + "services.cache.memory", "256M"),
                                Map.entry(PREFIX + "shortfall", "0.1"),
                                Map.entry(PREFIX + "sum-every", "1m"),
                                Map.entry(PREFIX + "propose-every", "1h"),
                                Map.entry(PREFIX + "kept-days", "30")))
                .validated();

        assertThat(config.prices().replicas(10, config.size("any"))).isEqualTo(10 * (2 * 0.05 + 0.01));
        assertThat(config.size("cache")).isEqualTo(new ReplicaSize(2, 0.25));
        assertThat(config.prices().storage(2, 100)).isEqualTo(2.0);
        assertThat(config.prices().currency()).isEqualTo("USD");
        assertThat(config.shortfall()).isEqualTo(0.1);
        assertThat(config.sumEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.proposeEvery()).isEqualTo(Duration.ofHours(1));
        assertThat(config.keptDays()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "core-hour,-1",
        "gib-month,NaN",
        "currency,euro",
        "cores,-1",
        "services.a.cores,-1",
        "shortfall,1",
        "sum-every,1ms",
        "propose-every,1s",
        "kept-days,0"
    })
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(CostConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

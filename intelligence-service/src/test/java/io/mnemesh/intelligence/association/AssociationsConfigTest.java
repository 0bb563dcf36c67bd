package io.mnemesh.intelligence.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssociationsConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.associations.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(AssociationsConfig.class).validated();

        assertThat(config.enabled()).isFalse();
        assertThat(config.users()).isEqualTo(3);
        assertThat(config.halfLife()).isEqualTo(Duration.ofDays(90));
        assertThat(config.keptDays()).isEqualTo(365);
        assertThat(config.keptRatings()).isEqualTo(200_000);
        assertThat(config.sweepEvery()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.lookedAt()).isEqualTo(5_000);
        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        AssociationsConfig.class,
                        Map.of(
                                PREFIX + "enabled", "true",
                                PREFIX + "users", "5",
                                PREFIX + "half-life", "7d",
                                PREFIX + "kept-days", "30",
                                PREFIX + "kept-ratings", "1000",
                                PREFIX + "sweep-every", "1h",
                                PREFIX + "looked-at", "200",
                                PREFIX + "deadline", "500ms"))
                .validated();

        assertThat(config.enabled()).isTrue();
        assertThat(config.users()).isEqualTo(5);
        assertThat(config.halfLife()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keptDays()).isEqualTo(30);
        assertThat(config.keptRatings()).isEqualTo(1_000);
        assertThat(config.sweepEvery()).isEqualTo(Duration.ofHours(1));
        assertThat(config.lookedAt()).isEqualTo(200);
        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({
        "users,1",
        "half-life,1s",
        "kept-days,0",
        "kept-ratings,1",
        "sweep-every,0s",
        "looked-at,1",
        "deadline,0s"
    })
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(AssociationsConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

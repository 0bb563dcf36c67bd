package io.mnemesh.intelligence.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.security.profile.Limits;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.security.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(SecurityConfig.class).validated();

        assertThat(config.limits()).isEqualTo(new Limits(20, 10 << 20, 600, Duration.ofDays(1), Duration.ofDays(7)));
        assertThat(config.same()).isEqualTo(Duration.ofDays(1));
        assertThat(config.keptDays()).isEqualTo(90);
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        SecurityConfig.class,
                        Map.of(
                                PREFIX + "denied", "5",
                                PREFIX + "requests", "6",
                                PREFIX + "bytes", "1K",
                                PREFIX + "settled", "1h",
                                PREFIX + "hours", "2h",
                                PREFIX + "same", "3h",
                                PREFIX + "kept-days", "4"))
                .validated();

        assertThat(config.limits()).isEqualTo(new Limits(5, 1024, 6, Duration.ofHours(1), Duration.ofHours(2)));
        assertThat(config.same()).isEqualTo(Duration.ofHours(3));
        assertThat(config.keptDays()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"denied,0", "requests,0", "bytes,0", "settled,-1s", "hours,-1s", "same,-1s", "kept-days,0"})
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(SecurityConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("must be");
    }
}

package io.mnemesh.embeddings.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsConfigTest {

    private static final String PREFIX = "mnemesh.embeddings.jobs.";

    @Test
    void shouldHaveTheseDefaults() {
        JobsConfig config = ConfigDefaults.of(JobsConfig.class).validated();

        assertThat(config.maxTexts()).isEqualTo(10_000);
        assertThat(config.chunk()).isEqualTo(64);
        assertThat(config.poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.keep()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void shouldTakeEveryValue() {
        JobsConfig config = ConfigDefaults.with(
                        JobsConfig.class,
                        Map.of(
                                PREFIX + "max-texts", "5",
                                PREFIX + "chunk", "6",
                                PREFIX + "poll", "7s",
                                PREFIX + "lease", "8s",
                                PREFIX + "keep", "9s"))
                .validated();

        assertThat(config.maxTexts()).isEqualTo(5);
        assertThat(config.chunk()).isEqualTo(6);
        assertThat(config.poll()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.keep()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void shouldNameKeyValueAndRuleOfAValueThatCannotWork() {
        assertThatThrownBy(() -> ConfigDefaults.with(JobsConfig.class, Map.of(PREFIX + "chunk", "0"))
                        .validated())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mnemesh.embeddings.jobs.chunk is 0, but must be 1 to 1024.");
    }
}

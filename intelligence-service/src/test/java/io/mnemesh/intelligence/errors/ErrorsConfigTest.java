package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsConfigTest {

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(ErrorsConfig.class).validated();

        assertThat(config.maxText().asLongValue()).isEqualTo(524_288);
        assertThat(config.maxSimilar()).isEqualTo(10);
        assertThat(config.minSimilarity()).isEqualTo(0.35);
        assertThat(config.mergeSimilarity()).isEqualTo(0.92);
        assertThat(config.comparedGroups()).isEqualTo(2_000);
        assertThat(config.comparedErrors()).isEqualTo(300);
        assertThat(config.queryDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.learnDeadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.learnBatch()).isEqualTo(32);
        assertThat(config.learnEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.tenantsInMemory()).isEqualTo(64);
    }

    @Test
    void shouldTakeEveryKey() {
        String prefix = "mnemesh.intelligence.errors.";
        var config = ConfigDefaults.with(
                        ErrorsConfig.class,
                        Map.ofEntries(
                                Map.entry(prefix + "max-text", "16K"),
                                Map.entry(prefix + "max-similar", "5"),
                                Map.entry(prefix + "min-similarity", "0.5"),
                                Map.entry(prefix + "merge-similarity", "0.97"),
                                Map.entry(prefix + "compared-groups", "100"),
                                Map.entry(prefix + "compared-errors", "50"),
                                Map.entry(prefix + "query-deadline", "1s"),
                                Map.entry(prefix + "learn-deadline", "20s"),
                                Map.entry(prefix + "learn-batch", "8"),
                                Map.entry(prefix + "learn-every", "1s"),
                                Map.entry(prefix + "tenants-in-memory", "4")))
                .validated();

        assertThat(config.maxText().asLongValue()).isEqualTo(16_384);
        assertThat(config.maxSimilar()).isEqualTo(5);
        assertThat(config.minSimilarity()).isEqualTo(0.5);
        assertThat(config.mergeSimilarity()).isEqualTo(0.97);
        assertThat(config.comparedGroups()).isEqualTo(100);
        assertThat(config.comparedErrors()).isEqualTo(50);
        assertThat(config.queryDeadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.learnDeadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.learnBatch()).isEqualTo(8);
        assertThat(config.learnEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.tenantsInMemory()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "max-similar,0",
        "min-similarity,1.5",
        "merge-similarity,0.2",
        "learn-batch,257",
        "query-deadline,1ms",
        "max-text,2M"
    })
    void shouldNameKeyAndRuleWhenAValueCannotWork(String key, String value) {
        var config = ConfigDefaults.with(ErrorsConfig.class, Map.of("mnemesh.intelligence.errors." + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mnemesh.intelligence.errors." + key)
                .hasMessageContaining("must be");
    }
}

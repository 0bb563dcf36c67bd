package io.mnemesh.intelligence.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionsConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.decisions.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(DecisionsConfig.class).validated();

        assertThat(config.learnEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.settle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.newOutcomes()).isEqualTo(5);
        assertThat(config.examples()).isEqualTo(20_000);
        assertThat(config.modelsInMemory()).isEqualTo(64);
        assertThat(config.keptDays()).isEqualTo(3_650);
    }

    @ParameterizedTest
    @CsvSource({"learn-every,10ms,PT1S", "new-outcomes,0,1", "examples,5,100", "models-in-memory,0,1", "kept-days,0,1"})
    void shouldRejectWhatCannotWork(String key, String value, String rule) {
        var config = ConfigDefaults.with(DecisionsConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(PREFIX + key + " is ")
                .hasMessageContaining(rule);
    }
}

package io.mnemesh.intelligence.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.workflow.model.Limits;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowsConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.workflows.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(WorkflowsConfig.class).validated();

        assertThat(config.contexts()).isEqualTo(30_000);
        assertThat(config.openCases()).isEqualTo(10_000);
        assertThat(config.idleEnd()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keptSteps()).isEqualTo(200_000);
        assertThat(config.storeEvery()).isEqualTo(1_000);
        assertThat(config.readBatch()).isEqualTo(2_000);
        assertThat(config.tenantsInMemory()).isEqualTo(16);
        assertThat(config.patternWork()).isEqualTo(5_000_000);
        assertThat(config.toldConfidence()).isEqualTo(0.7);
        assertThat(config.toldWithin()).isEqualTo(Duration.ofHours(1));
        assertThat(config.limits()).isEqualTo(new Limits(30_000, 10_000, 2_592_000_000L));
    }

    @Test
    void shouldTakeEveryKey() {
        var config = ConfigDefaults.with(
                        WorkflowsConfig.class,
                        Map.of(
                                PREFIX + "contexts", "2000",
                                PREFIX + "open-cases", "7",
                                PREFIX + "idle-end", "1h",
                                PREFIX + "kept-steps", "500",
                                PREFIX + "store-every", "3",
                                PREFIX + "read-batch", "4",
                                PREFIX + "tenants-in-memory", "5",
                                PREFIX + "pattern-work", "6000",
                                PREFIX + "told-confidence", "0.5",
                                PREFIX + "told-within", "2m"))
                .validated();

        assertThat(config.limits()).isEqualTo(new Limits(2_000, 7, 3_600_000));
        assertThat(config.keptSteps()).isEqualTo(500);
        assertThat(config.storeEvery()).isEqualTo(3);
        assertThat(config.readBatch()).isEqualTo(4);
        assertThat(config.tenantsInMemory()).isEqualTo(5);
        assertThat(config.patternWork()).isEqualTo(6_000);
        assertThat(config.toldConfidence()).isEqualTo(0.5);
        assertThat(config.toldWithin()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({
        "contexts,10,1000",
        "open-cases,0,1",
        "idle-end,10s,PT1M",
        "kept-steps,5,100",
        "store-every,0,1",
        "read-batch,0,1",
        "tenants-in-memory,0,1",
        "pattern-work,5,1000"
    })
    void shouldRejectWhatCannotWork(String key, String value, String rule) {
        var config = ConfigDefaults.with(WorkflowsConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(PREFIX + key + " is ")
                .hasMessageContaining(rule);
    }
}

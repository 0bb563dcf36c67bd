package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.orchestrator.policy.ReliefRule;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestratorConfigTest {

    private static final String PREFIX = "mnemesh.intelligence.orchestrator.";

    @Test
    void shouldHaveTheseDefaults() {
        var config = ConfigDefaults.of(OrchestratorConfig.class).validated();

        assertThat(config.firstMode()).isEqualTo(Mode.ADVISE);
        assertThat(config.startUp()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.horizon()).isEqualTo(4);
        assertThat(config.quantile()).isEqualTo(0.98);
        assertThat(config.coolDown()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.budget()).isEqualTo(60);
        assertThat(config.keptDays()).isEqualTo(90);
        assertThat(config.rule("memory")).isEqualTo(new ScalingRule(1, 4, 0.7, 5));
        assertThat(config.relay().lease()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.relay().rest()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.relay().answerWithin()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.relay().rule())
                .isEqualTo(new ReliefRule(0, 0.5, Duration.ofMinutes(5), Duration.ofHours(1), 2, 3));
        assertThat(config.kubernetes().enabled()).isFalse();
        assertThat(config.kubernetes().namespace()).isEmpty();
        assertThat(config.kubernetes().prefix()).isEqualTo("mnemesh-");
        assertThat(config.kubernetes().statefulSets()).isEmpty();
    }

    @Test
    void shouldBoundEachServiceByItself() {
        var config = ConfigDefaults.with(
                OrchestratorConfig.class,
                Map.of(PREFIX + "services.memory.most", "9", PREFIX + "services.memory.cores", "1.5"));

        assertThat(config.rule("memory")).isEqualTo(new ScalingRule(1, 9, 1.5, 5));
        assertThat(config.rule("gateway")).isEqualTo(new ScalingRule(1, 4, 0.7, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "mode,on,apply",
        "quantile,1,below 1",
        "budget,0,1",
        "kept-days,0,1",
        "cool-down,-1s,PT0S",
        "start-up,2h,50",
        "relay.lease,1m,PT1M30S",
        "relay.low-share,0.6,0.5",
        "relay.opened-share,1.1,1.0",
        "relay.answer-within,0s,PT0.1S"
    })
    void shouldRejectWhatCannotWork(String key, String value, String rule) {
        var config = ConfigDefaults.with(OrchestratorConfig.class, Map.of(PREFIX + key, value));

        assertThatThrownBy(config::validated)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(PREFIX + key)
                .hasMessageContaining(rule);
    }
}

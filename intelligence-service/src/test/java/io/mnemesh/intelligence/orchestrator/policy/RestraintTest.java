package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestraintTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final Action FEWER = new Action.Scale("memory", 3, 2);
    private static final Action MORE = new Action.Scale("memory", 2, 3);

    private final Restraint restraint = new Restraint(Duration.ofMinutes(5), 2);

    @Test
    void shouldLetATargetRestAndAllowMoreReplicasAllTheSame() {
        restraint.took("memory", AT);

        assertThat(restraint.judge(FEWER, AT.plusSeconds(299)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("cool-down"));
        assertThat(restraint.judge(MORE, AT.plusSeconds(299))).isEqualTo(new Verdict.Allowed());
        assertThat(restraint.judge(FEWER, AT.plusSeconds(300))).isEqualTo(new Verdict.Allowed());
    }

    @Test
    void shouldKeepToTheBudgetOfAnHour() {
        restraint.took("memory", AT);
        restraint.took("gateway", AT.plusSeconds(60));

        assertThat(restraint.left(AT.plusSeconds(120))).isZero();
        assertThat(restraint.judge(MORE, AT.plusSeconds(3_599)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("budget"));
        assertThat(restraint.judge(MORE, AT.plusSeconds(3_600))).isEqualTo(new Verdict.Allowed());
    }
}

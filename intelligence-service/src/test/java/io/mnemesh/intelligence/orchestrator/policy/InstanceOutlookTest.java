package io.mnemesh.intelligence.orchestrator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.orchestrator.policy.InstanceOutlook.Failing;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceOutlookTest {

    private final InstanceOutlook outlook = new InstanceOutlook();

    private void minute(long... requestsAndFailures) {
        outlook.add(List.of(
                new InstanceMinute("a", requestsAndFailures[0], requestsAndFailures[1]),
                new InstanceMinute("b", requestsAndFailures[2], requestsAndFailures[3])));
    }

    @Test
    void shouldNameAnInstanceThatFailsWhileTheOthersDoNot() {
        minute(100, 30, 100, 1);

        assertThat(outlook.failing()).containsExactly(new Failing("a", 100, 0.3, 0.01));
        assertThat(outlook.everywhere()).isZero();
    }

    @Test
    void shouldBlameNoInstanceWhereAllFailAlike() {
        minute(100, 30, 100, 25);

        assertThat(outlook.failing()).isEmpty();
        assertThat(outlook.everywhere()).isEqualTo(0.275, within(1e-9));
    }

    @Test
    void shouldSayNothingOfFewRequests() {
        minute(10, 10, 100, 0);
        assertThat(outlook.failing()).isEmpty();
    }

    @Test
    void shouldSayNothingOfWhatMayBeChance() {
        minute(1_000, 55, 1_000, 0); // 5.5 %, but not surely 5 %
        assertThat(outlook.failing()).isEmpty();
        assertThat(outlook.everywhere()).isZero();
    }

    @Test
    void shouldForgetWhatWasBeforeTheLastMinutes() {
        minute(100, 50, 100, 0);
        for (int i = 0; i < 3; i++) {
            minute(100, 0, 100, 0);
        }

        assertThat(outlook.failing()).isEmpty();
    }

    @Test
    void shouldNotNameTheOnlyInstance() {
        outlook.add(List.of(new InstanceMinute("a", 100, 90)));

        assertThat(outlook.failing()).isEmpty();
        assertThat(outlook.everywhere()).isEqualTo(0.9);
    }

    @Test
    void shouldSayNothingWhereNobodyTellsOfInstances() {
        outlook.add(List.of());

        assertThat(outlook.failing()).isEmpty();
        assertThat(outlook.everywhere()).isZero();
    }
}

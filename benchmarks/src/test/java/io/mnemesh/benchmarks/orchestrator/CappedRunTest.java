package io.mnemesh.benchmarks.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CappedRunTest {

    @ParameterizedTest
    @ValueSource(strings = {"diurnal", "bursts"})
    void shouldKeepWhatIsUrgentInTimeByShedding(String kind) {
        LoadTrace trace = LoadTrace.of(kind, 1_001);

        CappedRun.Outcome without = CappedRun.of(trace, false);
        CappedRun.Outcome with = CappedRun.of(trace, true);

        assertThat(without.late()).isEqualTo(without.over()).isGreaterThan(0.009);
        assertThat(with.late()).isLessThan(0.009);
        assertThat(with.shed()).isLessThan(0.5);
    }
}

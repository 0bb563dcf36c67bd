package io.mnemesh.benchmarks.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrchestratorBenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"diurnal", "bursts", "ramps", "failing-pod", "mixed"})
    void shouldHoldTheLoadAtLittleMoreThanAnOraclesCost(String kind) {
        for (long seed = 1_001; seed <= 1_003; seed++) {
            Run.Outcome outcome = OrchestratorBenchmark.planned(kind, 2, seed);

            assertThat(outcome.under()).isLessThanOrEqualTo(0.01);
            assertThat(outcome.cost()).isBetween(1.0, 1.25);
        }
    }
}

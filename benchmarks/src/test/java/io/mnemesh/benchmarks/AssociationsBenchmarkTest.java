package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssociationsBenchmarkTest {

    @Test
    void shouldBeBetterThanPopularityAndTheSameEachTime() {
        Figures first = run();
        Figures second = run();

        assertThat(first.get("asked")).isEqualTo(2.0 * SimulatedTeam.USERS * (SimulatedTeam.TASKS - 4));
        assertThat(first.get("precision_at_5:associations"))
                .isGreaterThan(first.get("precision_at_5:popular_at_task"))
                .isEqualTo(second.get("precision_at_5:associations"));
        assertThat(first.get("precision_at_5:popular_at_task"))
                .isGreaterThan(first.get("precision_at_5:popular_in_team"));
    }

    private static Figures run() {
        var figures = new Figures(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        new AssociationsBenchmark().run(new Benchmark.Options(null, null, List.of(), false, true), figures);
        return figures;
    }
}

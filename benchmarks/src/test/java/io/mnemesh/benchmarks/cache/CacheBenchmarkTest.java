package io.mnemesh.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.Figures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CacheBenchmarkTest {

    @Test
    void shouldShowWhatTheLibraryPromisesAlsoInItsQuickForm() throws Exception {
        var printed = new ByteArrayOutputStream();
        var figures = new Figures(new PrintStream(printed, true, StandardCharsets.UTF_8));

        new CacheBenchmark().run(new Benchmark.Options(null, null, List.of(), false, true), figures);

        // On a busy machine every round may be one in which a process had no answer of L2 in time.
        assertThat(figures.get("stampede_most_loads")).isBetween(0.0, 1.0);
        assertThat(figures.get("stampede_right_answers")).isEqualTo(2 * 600);
        assertThat(figures.get("holder_killed_next_load_ms")).isBetween(1.0, 5_000.0);
        assertThat(figures.get("partition_stale_while_cut")).isEqualTo(figures.get("partition_changed"));
        assertThat(figures.get("partition_stale_at_end")).isZero();
        assertThat(figures.get("partition_dropped_unchanged")).isZero();
        assertThat(figures.get("partition_dropped")).isEqualTo(figures.get("partition_changed"));
        assertThat(figures.get("writeback_updates_per_store_write")).isGreaterThan(1.5);
        assertThat(figures.get("outage_redis_stale_meanwhile")).isEqualTo(100);
        assertThat(figures.get("outage_postgres_stale_meanwhile")).isZero();
        for (String stopped : List.of("redis", "postgres")) {
            assertThat(figures.get("outage_" + stopped + "_down_failed")).isZero();
            assertThat(figures.get("outage_" + stopped + "_down_reads")).isGreaterThan(500);
            assertThat(figures.get("outage_" + stopped + "_coherent_ms")).isLessThan(5_000);
        }
        assertThat(figures.get("restart_warm_seconds_to_90_percent")).isBetween(1.0, 30.0);
        assertThat(figures.get("adaptive_worst_stale_percent")).isBetween(0.0, 10.0);
        assertThat(figures.get("trace_mean_optimum"))
                .isGreaterThan(figures.get("trace_mean_library"))
                .isGreaterThan(figures.get("trace_mean_caffeine"));
        assertThat(figures.get("hit_l2_p50_us")).isPositive();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("peek", "Cold key", "orm_busy");
    }
}

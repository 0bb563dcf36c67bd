package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoghubTest {

    private static final String SAMPLE = """
            LineId,Content,EventId,EventTemplate
            1,"user ""anna"", 7 files",E1,user <*> files
            2,disk is full,E9,disk is full
            3,"user ""bert"", 9 files",E1,user <*> files
            """;

    @TempDir
    Path folder;

    @Test
    void shouldReadLinesAndTheirEvents() {
        Loghub.Log log = Loghub.log("Shop", SAMPLE.replace("\n", "\r\n"));

        assertThat(log.lines()).containsExactly("user \"anna\", 7 files", "disk is full", "user \"bert\", 9 files");
        assertThat(log.events()).containsExactly(0, 1, 0);
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> Loghub.read(folder)).hasMessageContaining("_2k.log_structured.csv");
        assertThatThrownBy(() -> Loghub.log("Shop", "LineId,Content\n1,a\n")).hasMessage("Shop has no column EventId.");
        assertThatThrownBy(() -> Loghub.log("Shop", "Content,EventId\na\n")).hasMessage("Shop has a row of 1 fields.");
    }

    @Test
    void shouldScorePartitions() {
        var scores = new Partitions(new int[] {5, 5, 7, 8, 8, 8}, new int[] {0, 0, 1, 1, 2, 2});

        assertThat(scores.accuracy()).isEqualTo(2 / 6.0, within(1e-9));
        assertThat(scores.groupF1()).isEqualTo(1 / 3.0, within(1e-9));
        double expected = 4 * 3 / 15.0;
        assertThat(scores.adjustedRand()).isEqualTo((2 - expected) / (3.5 - expected), within(1e-9));
        assertThat(new Partitions(new int[] {3, 4, 3}, new int[] {0, 1, 0}).adjustedRand())
                .isEqualTo(1.0);
    }

    @Test
    void shouldMeasureEverySetAndTheMean() throws IOException {
        Files.createDirectory(folder.resolve("Shop"));
        Files.writeString(folder.resolve("Shop/Shop_2k.log_structured.csv"), """
                Content,EventId
                order 17 accepted,E1
                order 18 accepted,E1
                disk is full,E2
                """);
        var figures = new Figures(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));

        new LoghubBenchmark().run(new Benchmark.Options(folder, null, List.of(), false, false), figures);

        assertThat(List.of("ga", "fga", "ari", "ga:Shop", "fga:Shop", "ari:Shop"))
                .allSatisfy(key -> assertThat(figures.get(key)).isEqualTo(1.0));
        assertThat(figures.get("lines_per_second")).isPositive();
    }
}

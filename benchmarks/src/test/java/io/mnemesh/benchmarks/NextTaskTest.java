package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.benchmarks.ProcessLog.Event;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Prediction;
import io.mnemesh.intelligence.workflow.model.Prediction.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextTaskTest {

    private static final Summary LEARNED = new Summary(1, 1, 1, 0, 1, 0, 0, 0);

    @TempDir
    Path folder;

    @Test
    void shouldReadCasesInTheOrderOfTheFile() {
        ProcessLog log = ProcessLog.read("desk", """
            CaseID,ActivityID,CompleteTimestamp
            7,open,2012-04-03 16:55:38
            3,open,1970-01-01 00:00:01
            7,close,2012-04-03 16:55:39
            """);

        assertThat(log.cases()).extracting(ProcessLog.Case::id).containsExactly("7", "3");
        assertThat(log.cases().get(1).events()).containsExactly(new Event("open", 1000));
        assertThat(log.cases().getFirst().events()).extracting(Event::activity).containsExactly("open", "close");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> ProcessLog.readAll(folder)).hasMessageContaining("There is no <log>.csv in");
        assertThatThrownBy(() -> ProcessLog.read("desk", "CaseID,ActivityID\n1,a\n"))
                .hasMessage("desk has no column CompleteTimestamp.");
        assertThatThrownBy(() -> ProcessLog.read("desk", "CaseID,ActivityID,CompleteTimestamp\n1,a\n"))
                .hasMessage("desk has a row of 2 fields.");
    }

    @Test
    void shouldCountAnEndThatIsLikelierAsWrongOnlyWhereItIsAllowed() {
        var scores = new NextTaskScores();

        scores.add(prediction("a", 0.75, 0.5), "a");
        scores.add(prediction("a", 0.75, 0.1), "a");
        scores.add(prediction("a", 0.75, 0.1), "b");
        scores.add(new Prediction(false, List.of(), 0, 1, 0, 0, LEARNED), "a");

        assertThat(scores.accuracyMasked()).isEqualTo(0.5);
        assertThat(scores.accuracyOpen()).isEqualTo(0.25);
        assertThat(scores.calibrationError()).isEqualTo((3 * 0.75 - 2) / 3, within(1e-9));
    }

    @Test
    void shouldFindARuleThatAlwaysHolds() throws IOException {
        var csv = new StringBuilder("CaseID,ActivityID,CompleteTimestamp\n");
        for (int i = 0; i < 90; i++) {
            String last = i % 2 == 0 ? "red" : "blue";
            for (String activity : List.of("open", last, "sort", "put-" + last)) {
                csv.append("%d,%s,2012-04-03 %02d:%02d:00%n".formatted(i, activity, i / 60, i % 60));
            }
        }
        Files.writeString(folder.resolve("toy.csv"), csv);
        var figures = new Figures(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));

        new NextTaskBenchmark().run(new Benchmark.Options(folder, null, List.of(), false, false), figures);

        assertThat(List.of(
                        "accuracy_masked", "accuracy_open", "accuracy_masked:toy/third1", "accuracy_masked:toy/live"))
                .allSatisfy(key -> assertThat(figures.get(key)).isEqualTo(1.0));
        assertThat(figures.get("ece")).isLessThan(0.1);
        assertThat(figures.get("predictions:toy")).isEqualTo(60);
        assertThat(figures.get("update_predict_us")).isPositive();
    }

    private static Prediction prediction(String task, double goesOn, double end) {
        return new Prediction(true, List.of(new Candidate(task, goesOn, goesOn * (1 - end), 1)), end, 0, 1, 1, LEARNED);
    }
}

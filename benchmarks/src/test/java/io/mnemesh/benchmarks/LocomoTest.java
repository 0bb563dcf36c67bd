package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocomoTest {

    private static final String SAMPLE = """
            [{"conversation": {
               "session_1_date_time": "1:56 pm on 8 May, 2023",
               "session_1": [{"speaker": "Ana", "dia_id": "D1:1", "text": "Hi"},
                             {"speaker": "Bob", "dia_id": "D1:2", "text": "Look", "blip_caption": "a boat"}],
               "session_2_date_time": "9:05 am on 12 June, 2023",
               "session_2": [{"speaker": "Ana", "dia_id": "D2:1", "text": "Again"}]},
              "qa": [{"question": "What?", "evidence": ["D1:1; D2:01", "D"], "category": 1},
                     {"question": "Nothing?", "evidence": [], "category": 5},
                     {"question": "Unknown?", "evidence": ["D9:9"], "category": 4}]}]
            """;

    @TempDir
    Path folder;

    @Test
    void shouldReadTurnsAndWhatCanBeParsedOfTheEvidence() throws IOException {
        Files.writeString(folder.resolve("sample.json"), SAMPLE);

        assertThat(Locomo.read(folder))
                .containsExactly(new Locomo.Conversation(
                        "locomo-0",
                        List.of(
                                new Locomo.Turn("D1:1", 1, "Ana", "Hi", Instant.parse("2023-05-08T13:56:00Z")),
                                new Locomo.Turn(
                                        "D1:2",
                                        1,
                                        "Bob",
                                        "Look (shares a boat)",
                                        Instant.parse("2023-05-08T13:56:01Z")),
                                new Locomo.Turn("D2:1", 2, "Ana", "Again", Instant.parse("2023-06-12T09:05:00Z"))),
                        List.of(new Locomo.Question("What?", 1, Set.of("D1:1", "D2:1")))));
        assertThat(Locomo.conversation("x", new ObjectMapper().readTree("{}")).turns())
                .isEmpty();
    }

    @Test
    void shouldScoreTurnsAndSessions() {
        var scores = new LocomoScores();
        scores.add(new Locomo.Question("a", 1, Set.of("D2:1", "D3:1")), List.of("D1:1", "D1:2", "D2:1"));
        scores.add(new Locomo.Question("b", 5, Set.of("D1:9")), List.of("D1:1"));

        assertThat(scores.means())
                .containsEntry("turn_any@1", 0.0)
                .containsEntry("turn_any@5", 1.0)
                .containsEntry("turn_frac@10", 0.5)
                .containsEntry("session_hit@1", 0.5);
        double half = Math.log(2) / Math.log(3);
        assertThat(scores.means().get("session_ndcg@5")).isEqualTo((half / (1 + half) + 1) / 2, within(1e-9));
    }
}

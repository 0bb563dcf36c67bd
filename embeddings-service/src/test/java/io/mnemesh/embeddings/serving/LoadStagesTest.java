package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.serving.LoadStages.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadStagesTest {

    private final List<String> told = new ArrayList<>();
    private long now = Duration.ofSeconds(9).toNanos();
    private final LoadStages stages =
            new LoadStages(() -> now, (stage, took) -> told.add(stage.key() + " " + took.toMillis()));

    @Test
    void shouldTellTheTimeOfEachStageWhenItHasEnded() {
        String result = stages.time(Stage.SESSION, () -> after(40, "session"));
        stages.time(Stage.VERIFY, () -> after(480, "files"));

        assertThat(result).isEqualTo("session");
        assertThat(told).containsExactly("session 40", "verify 480");
    }

    @Test
    void shouldNameTheStagesInTheOrderInWhichTheyBegin() {
        stages.time(Stage.WARM_UP, () -> after(8, ""));
        stages.time(Stage.VERIFY, () -> after(480, ""));
        stages.time(Stage.LIBRARIES, () -> after(90, ""));

        assertThat(stages).hasToString("libraries 90 ms, verify 480 ms, warm_up 8 ms");
    }

    @Test
    void shouldKeepNoTimeOfAStageThatFailed() {
        assertThatThrownBy(() -> stages.time(Stage.PROBE, () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(told).isEmpty();
        assertThat(stages).hasToString("");
    }

    @Test
    void shouldCountWholeMilliseconds() {
        assertThat(LoadStages.milliseconds(
                        Map.of(Stage.CALIBRATE, Duration.ofNanos(1_999_999), Stage.PROBE, Duration.ofMillis(300))))
                .containsExactly(Map.entry("probe", 300L), Map.entry("calibrate", 1L));
    }

    private String after(long milliseconds, String result) {
        now += Duration.ofMillis(milliseconds).toNanos();
        return result;
    }
}

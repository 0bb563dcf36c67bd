package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.embeddings.engine.EngineListener;
import io.mnemesh.embeddings.engine.EngineListener.Drop;
import io.mnemesh.embeddings.serving.EmbeddingMetrics.Answer;
import io.mnemesh.embeddings.serving.Statistics.Answers;
import io.mnemesh.embeddings.serving.Statistics.LaneStatistics;
import io.mnemesh.embeddings.serving.Statistics.ModelStatistics;
import io.mnemesh.embeddings.serving.Statistics.Stage;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddingMetricsTest {

    private static final TenantId ACME = new TenantId("acme");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbeddingMetrics metrics = new EmbeddingMetrics(registry);

    @Test
    void shouldCountTheAnswersOfEachTenant() {
        metrics.answered(ACME, Answer.LOCAL, 3);
        metrics.answered(ACME, Answer.JOINED, 2);
        metrics.answered(ACME, Answer.SHARED, 1);
        metrics.answered(ACME, Answer.COMPUTED, 2);
        metrics.answered(new TenantId("globex"), Answer.COMPUTED, 7);

        assertThat(metrics.statistics(ACME, false)).isEqualTo(new Statistics(new Answers(3, 2, 1, 2, 0.75), null));
    }

    @Test
    void shouldHaveNoHitsBeforeTheFirstText() {
        assertThat(metrics.statistics(ACME, false).answers()).isEqualTo(new Answers(0, 0, 0, 0, 0));
    }

    @Test
    void shouldTellWhatAModelDidInEachLane() {
        EngineListener listener = metrics.listener("some-model");
        listener.waited(Lane.BULK, Duration.ofMillis(2));
        listener.waited(Lane.BULK, Duration.ofMillis(4));
        listener.computed(Lane.BULK, 2, 30, 40, Duration.ofMillis(8));
        listener.dropped(Lane.BULK, Drop.CANCELLED, 5);

        ModelStatistics model = work().models().getFirst();

        assertThat(model.model()).isEqualTo("some-model");
        assertThat(model.lanes()).extracting(LaneStatistics::lane).containsExactly("interactive", "standard", "bulk");
        assertThat(model.lanes().get(2))
                .isEqualTo(new LaneStatistics(
                        "bulk",
                        2,
                        30,
                        0.25,
                        new Stage(2, 3, 4),
                        new Stage(1, 8, 8),
                        Map.of("cancelled", 5L, "expired", 0L, "failed", 0L, "full", 0L)));
        assertThat(model.lanes().get(0).paddingWaste()).isZero();
    }

    @Test
    void shouldTellHowLongTheStagesTook() {
        metrics.lookedUp(Duration.ofMillis(3));
        metrics.tokenized(Duration.ofMillis(1));
        metrics.tokenized(Duration.ofMillis(2));

        assertThat(work().lookup()).isEqualTo(new Stage(1, 3, 3));
        assertThat(work().tokenize()).isEqualTo(new Stage(2, 1.5, 2));
    }

    @Test
    void shouldTellHowLongTheStagesTookInWhichAModelCameIntoService() {
        var loading = metrics.loading("some-model");
        loading.accept(LoadStages.Stage.SESSION, Duration.ofMillis(40));
        loading.accept(LoadStages.Stage.VERIFY, Duration.ofMillis(900));
        loading.accept(LoadStages.Stage.VERIFY, Duration.ofMillis(500));

        ModelStatistics model = work().models().getFirst();

        assertThat(model.loadingMs()).containsExactly(Map.entry("verify", 500L), Map.entry("session", 40L));
        assertThat(model.tuning()).isNull();
        assertThat(registry.timer("mnemesh_embeddings_load_seconds", "model", "some-model", "stage", "verify")
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1_400);
    }

    @Test
    void shouldGoOnCountingWhenAModelIsLoadedAgain() {
        metrics.listener("some-model").computed(Lane.STANDARD, 1, 5, 5, Duration.ofMillis(1));
        metrics.listener("some-model").computed(Lane.STANDARD, 1, 7, 7, Duration.ofMillis(1));

        assertThat(work().models().getFirst().lanes().get(1).tokens()).isEqualTo(12);
    }

    private Statistics.Work work() {
        return Objects.requireNonNull(metrics.statistics(ACME, true).work());
    }
}

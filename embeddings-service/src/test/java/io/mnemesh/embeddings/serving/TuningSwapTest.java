package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embeddings.RealModel;
import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineLimits;
import io.mnemesh.embeddings.engine.EngineListener;
import io.mnemesh.embeddings.engine.RunTimer;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The built-in model before, while and after it is measured. */
class TuningSwapTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Rows rows = new Rows();
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<int[]> texts = IntStream.range(0, 40)
            .mapToObj(n -> random.ints(3 + n % 30, 999, 30_000).toArray())
            .toList();

    @Test
    void shouldGiveTheSameBytesBeforeAndAfterItIsTuned() {
        var config = ConfigDefaults.with(
                EmbeddingsConfig.class,
                Map.of(
                        "mnemesh.embeddings.engine.workers", "1",
                        "mnemesh.embeddings.engine.batch-tokens", "512",
                        "mnemesh.embeddings.engine.overhead-tokens", "18"));
        var tuner = new ModelTuner(TestModels.builtIn(), config.engine(), LoadStages.untold(), RunTimer.system());
        var limits = new EngineLimits(false, 192, 100_000, 0);
        try (var engine = new EmbeddingEngine(
                RealModel.encoder(), tuner.first(), limits, rows, Runnable::run, System::nanoTime)) {
            engine.start();
            List<float[]> before = vectors(engine);
            assertThat(rows.all).hasSize(40).containsOnly(1);

            engine.tuneBy(tuner);
            List<float[]> meanwhile = vectors(engine);
            await().atMost(PATIENCE).until(engine::settled);
            rows.all.clear();
            List<float[]> after = vectors(engine);

            Tuning tuning = engine.tuning();
            for (int n = 0; n < texts.size(); n++) {
                assertThat(meanwhile.get(n)).containsExactly(before.get(n));
                assertThat(after.get(n)).containsExactly(before.get(n));
            }
            if (tuning.company() == Company.ANY_LENGTH) {
                assertThat(Collections.max(rows.all)).isGreaterThan(1);
            }
        }
    }

    private List<float[]> vectors(EmbeddingEngine engine) {
        return engine.submit(texts, Lane.STANDARD, Long.MAX_VALUE / 2).stream()
                .map(ticket -> ticket.vector().join())
                .toList();
    }

    /** The number of texts in each batch. */
    private static final class Rows implements EngineListener {

        private final List<Integer> all = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void computed(Lane lane, int rows, int tokens, int padded, Duration took) {
            all.add(rows);
        }

        @Override
        public void waited(Lane lane, Duration time) {}

        @Override
        public void dropped(Lane lane, Drop reason, int texts) {}
    }
}

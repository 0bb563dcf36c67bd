package io.mnemesh.embeddings.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.engine.RunTimer;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.inference.EncodingException;
import io.mnemesh.testing.ConfigDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ModelTunerTest {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final Map<String, String> ALL_CONFIGURED = Map.of(
            "mnemesh.embeddings.engine.workers", "3",
            "mnemesh.embeddings.engine.batch-tokens", "300",
            "mnemesh.embeddings.engine.overhead-tokens", "7");

    /** Greater batches cost nothing, so the greatest are best. */
    private final RunTimer timer = (threads, task) -> {
        task.run();
        return 1_000;
    };

    private final LoadStages stages = LoadStages.untold();
    private final List<Tuning> found = new ArrayList<>();
    private Predicate<int[]> refused = ids -> false;
    private boolean noisy;

    @Test
    void shouldBeginWithWhatIsRightEverywhere() {
        assertThat(tuner(Map.of()).first()).isEqualTo(new Tuning(Company.ALONE, PROCESSORS, 512, 18));
        assertThat(tuner(ALL_CONFIGURED).first()).isEqualTo(new Tuning(Company.ALONE, 3, 300, 7));
    }

    @Test
    void shouldTellFirstWhatMayShareABatchAndThenWhatIsFastest() {
        tune(Map.of());

        assertThat(found)
                .containsExactly(
                        new Tuning(Company.ANY_LENGTH, PROCESSORS, 512, 18),
                        new Tuning(Company.ANY_LENGTH, PROCESSORS, 1024, 64));
        assertThat(stages.toString()).matches("probe \\d+ ms, calibrate \\d+ ms");
    }

    @Test
    void shouldMeasureOnlyWhatIsNotConfigured() {
        tune(Map.of("mnemesh.embeddings.engine.batch-tokens", "300"));

        assertThat(found.getLast()).isEqualTo(new Tuning(Company.ANY_LENGTH, PROCESSORS, 300, 64));
    }

    @Test
    void shouldOnlyProbeWhenEverythingIsConfigured() {
        tune(ALL_CONFIGURED);

        assertThat(found).containsExactly(new Tuning(Company.ANY_LENGTH, 3, 300, 7));
        assertThat(stages.toString()).matches("probe \\d+ ms");
    }

    @Test
    void shouldLeaveTextsAloneWhereCompanyChangesTheirBytes() {
        noisy = true;

        tune(ALL_CONFIGURED);

        assertThat(found).containsExactly(new Tuning(Company.ALONE, 3, 300, 7));
    }

    @Test
    void shouldFindNothingWhenTheModelRefusesToBeProbed() {
        refused = ids -> ids.length > 100;

        tune(Map.of());

        assertThat(found).isEmpty();
    }

    @Test
    void shouldStayWithWhatTheProbeFoundWhenTheModelRefusesToBeCalibrated() {
        refused = ids -> ids.length == 64;

        tune(Map.of());

        assertThat(found).containsExactly(new Tuning(Company.ANY_LENGTH, PROCESSORS, 512, 18));
    }

    private void tune(Map<String, String> config) {
        tuner(config).tune(new FakeEncoder(), found::add);
    }

    private ModelTuner tuner(Map<String, String> config) {
        return new ModelTuner(
                TestModels.builtIn(),
                ConfigDefaults.with(EmbeddingsConfig.class, config).engine(),
                stages,
                timer);
    }

    private final class FakeEncoder implements Encoder {

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<int[]> sequences) {
            if (sequences.stream().anyMatch(refused)) {
                throw new EncodingException("refused");
            }
            float added = noisy && sequences.size() > 1 ? 1e-7f : 0;
            return sequences.stream()
                    .map(ids -> new float[] {ids[0] / 30_522f + added})
                    .toList();
        }

        @Override
        public void close() {}
    }
}

package io.mnemesh.embeddings.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReproducibilityProbeTest {

    private final ReproducibilityProbe probe = new ReproducibilityProbe(100, 64);

    @Test
    void shouldAllowAnyCompanyWhenNothingChangesTheBytes() {
        assertThat(probe.probe(new FakeEncoder(batch -> 0))).isEqualTo(Company.ANY_LENGTH);
    }

    @Test
    void shouldAskForEqualLengthsWhenPaddingChangesTheBytes() {
        var padded = new FakeEncoder(
                batch -> batch.stream().mapToInt(ids -> ids.length).distinct().count() > 1 ? 1e-7f : 0);

        assertThat(probe.probe(padded)).isEqualTo(Company.EQUAL_LENGTH);
    }

    @Test
    void shouldAskForSolitudeWhenAnyCompanyChangesTheBytes() {
        assertThat(probe.probe(new FakeEncoder(batch -> batch.size() > 1 ? 1e-7f : 0)))
                .isEqualTo(Company.ALONE);
    }

    private record FakeEncoder(Noise noise) implements Encoder {

        interface Noise {
            float of(List<int[]> batch);
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<int[]> sequences) {
            float added = noise.of(sequences);
            return sequences.stream()
                    .map(ids -> new float[] {ids[0] / 100f + added})
                    .toList();
        }

        @Override
        public void close() {}
    }
}

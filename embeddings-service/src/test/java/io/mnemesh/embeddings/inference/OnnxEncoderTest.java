package io.mnemesh.embeddings.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.embeddings.RealModel;
import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEncoderTest {

    private static final VectorShape SHAPE = new VectorShape(384, Pooling.MEAN, true, 0);
    private static final ReproducibilityProbe PROBE = new ReproducibilityProbe(30_522, 256);

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @ParameterizedTest
    @MethodSource("io.mnemesh.embeddings.Reference#all")
    void shouldGiveTheReferenceVectors(Reference reference) {
        float[] vector = RealModel.encoder().encode(List.of(reference.tokens())).getFirst();

        for (int d = 0; d < vector.length; d++) {
            assertThat((double) vector[d]).isCloseTo(reference.vector()[d], within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("io.mnemesh.embeddings.Reference#all")
    void shouldGiveVectorsOfLengthOne(Reference reference) {
        float[] vector = RealModel.encoder().encode(List.of(reference.tokens())).getFirst();

        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-6));
    }

    @Test
    @Tag("slow")
    void shouldGiveTheSameBytesAloneAndInEveryAllowedBatch() {
        OnnxEncoder encoder = RealModel.encoder();
        Company company = PROBE.probe(encoder);
        for (int round = 0; round < 12; round++) {
            List<int[]> batch = batch(company);

            List<float[]> together = encoder.encode(batch);

            for (int row = 0; row < batch.size(); row++) {
                assertThat(together.get(row))
                        .as("row %d of %d, %d tokens", row, batch.size(), batch.get(row).length)
                        .containsExactly(encoder.encode(List.of(batch.get(row))).getFirst());
            }
        }
    }

    @Test
    @Tag("slow")
    void shouldGiveTheSameBytesWhenThreadsShareTheSession() throws Exception {
        OnnxEncoder encoder = RealModel.encoder();
        int[] sequence = sequence(40);
        float[] alone = encoder.encode(List.of(sequence)).getFirst();
        var tasks = new ArrayList<Callable<float[]>>();
        for (int n = 0; n < 40; n++) {
            tasks.add(() -> encoder.encode(List.of(sequence)).getFirst());
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get()).containsExactly(alone);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatTheFileIsNoModel(Weights weights, @TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("model.onnx"), "not a model");

        assertThatThrownBy(() -> new OnnxEncoder(broken, weights, SHAPE, 512))
                .isInstanceOf(EncodingException.class)
                .hasMessageStartingWith("The model file cannot be loaded: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-MiniLM-L6-v2", "all-MiniLM-L6-v2-int8"})
    void shouldGiveTheSameBytesWhereverTheWeightsAre(String model) {
        Path file = TestModels.verified(model).model().path();
        try (var read = new OnnxEncoder(file, Weights.READ, SHAPE, 512);
                var mapped = new OnnxEncoder(file, Weights.MAPPED, SHAPE, 512)) {
            for (int length : new int[] {2, 3, 17, 64, 255}) {
                List<int[]> text = List.of(sequence(length));

                assertThat(mapped.encode(text).getFirst())
                        .containsExactly(read.encode(text).getFirst());
            }
        }
    }

    @Test
    void shouldRefuseTokensThatAreNotInTheVocabularyAndGoOn() {
        OnnxEncoder encoder = RealModel.encoder();

        assertThatThrownBy(() -> encoder.encode(List.of(new int[] {101, 999_999, 102})))
                .isInstanceOf(EncodingException.class);
        assertThat(encoder.encode(List.of(sequence(5)))).hasSize(1);
    }

    private List<int[]> batch(Company company) {
        int rows = company == Company.ALONE ? 1 : random.nextInt(2, 12);
        int common = random.nextInt(2, 100);
        var batch = new ArrayList<int[]>();
        for (int row = 0; row < rows; row++) {
            batch.add(sequence(company == Company.ANY_LENGTH ? random.nextInt(2, 160) : common));
        }
        return batch;
    }

    private int[] sequence(int length) {
        return random.ints(length, 999, 30_000).toArray();
    }
}

package io.mnemesh.embeddings.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.TestModels;
import io.mnemesh.embeddings.serving.LoadedModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of every family against vectors that NumPy computed from the formulas. */
@Tag("slow")
class FamiliesTest {

    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-mpnet", "tiny-roberta"})
    void shouldGiveTheReferenceTokens(String model) {
        try (LoadedModel loaded = TestModels.load(model)) {
            assertThat(Reference.of(model))
                    .allSatisfy(reference -> assertThat(loaded.tokenizer()
                                    .tokenize(reference.text())
                                    .ids())
                            .containsExactly(reference.tokens()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-mpnet", "tiny-roberta"})
    void shouldGiveTheReferenceVectorsAlone(String model) {
        try (LoadedModel loaded = TestModels.load(model)) {
            for (Reference reference : Reference.of(model)) {
                assertClose(loaded.encoder().encode(List.of(reference.tokens())).getFirst(), reference);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-mpnet", "tiny-roberta"})
    void shouldGiveTheReferenceVectorsInAPaddedBatch(String model) {
        List<Reference> references = Reference.of(model);
        try (LoadedModel loaded = TestModels.load(model)) {
            List<float[]> vectors = loaded.encoder()
                    .encode(references.stream().map(Reference::tokens).toList());

            for (int row = 0; row < references.size(); row++) {
                assertClose(vectors.get(row), references.get(row));
            }
        }
    }

    @Test
    void shouldComeCloseWithEightBitWeights() {
        try (LoadedModel loaded = TestModels.load("all-MiniLM-L6-v2-int8")) {
            for (Reference reference : Reference.all()) {
                float[] vector =
                        loaded.encoder().encode(List.of(reference.tokens())).getFirst();

                double cosine = 0;
                for (int d = 0; d < vector.length; d++) {
                    cosine += vector[d] * reference.vector()[d];
                }
                assertThat(cosine).isGreaterThan(0.98);
            }
        }
    }

    @Test
    void shouldSayThatTheModelHasOtherDimensions() {
        var shape = new VectorShape(32, Pooling.MEAN, true, 0);
        var file = TestModels.FOLDER.resolve("tiny-bert").resolve("model.onnx");

        assertThatThrownBy(() -> new OnnxEncoder(file, Weights.READ, shape, 512))
                .isInstanceOf(EncodingException.class)
                .hasMessage("The model's vectors have 16 dimensions, not the 32 it is said to have.");
    }

    @Test
    void shouldPoolAsItIsTold() {
        float[] hidden = {1, -2, 3, 5, 5, 0};

        assertThat(Stream.of(Pooling.values())
                        .map(pooling -> pooled(pooling, hidden))
                        .toList())
                .containsExactly(
                        new float[] {3, 1},
                        new float[] {9 / (float) Math.sqrt(3), 3 / (float) Math.sqrt(3)},
                        new float[] {1, -2},
                        new float[] {5, 5});
    }

    private static float[] pooled(Pooling pooling, float[] hidden) {
        var vector = new float[2];
        pooling.pool(hidden, 3, vector);
        return vector;
    }

    private static void assertClose(float[] vector, Reference reference) {
        assertThat(vector).hasSameSizeAs(reference.vector());
        for (int d = 0; d < vector.length; d++) {
            assertThat((double) vector[d]).isCloseTo(reference.vector()[d], within(1e-5));
        }
    }
}

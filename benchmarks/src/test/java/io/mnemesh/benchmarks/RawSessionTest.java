package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.benchmarks.RawSession.Order;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RawSessionTest {

    @Tag("slow")
    @Test
    void shouldGiveTheSameVectorsInTheOrderOfTheTextsHoweverTheyAreBatched() throws Exception {
        // Given
        List<String> texts = TextLoad.mixed(new SplittableRandom(1)).texts().subList(0, 40);

        try (var raw = new RawSession("all-minilm-l6-v2.onnx")) {
            // When
            List<float[]> byLength = raw.embed(texts, Order.BY_LENGTH);
            List<float[]> byArrival = raw.embed(texts, Order.BY_ARRIVAL);

            // Then
            assertThat(byLength).hasSize(40);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(cosine(byLength.get(i), byArrival.get(i))).isCloseTo(1, within(1e-4));
                assertThat(cosine(byLength.get(i), byLength.get(i))).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void shouldCountNoMoreTokensThanTheModelReads() throws Exception {
        try (var raw = new RawSession("all-minilm-l6-v2.onnx")) {
            assertThat(raw.tokenCount(List.of("hello", "word ".repeat(1_000)))).isEqualTo(3 + 256);
        }
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int d = 0; d < a.length; d++) {
            product += (double) a[d] * b[d];
        }
        return product;
    }
}

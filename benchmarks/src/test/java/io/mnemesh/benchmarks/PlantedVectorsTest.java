package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlantedVectorsTest {

    private static final int CLOSE_TO_THE_MEAN = 200;

    @Test
    void shouldMakeCopiesOfLengthOneThatAreNearTheOriginalAndEachOther() {
        var random = new Random(3);
        float[] original = new float[VectorTable.DIMENSIONS];
        original[17] = 1;
        var copies = new VectorTable(CLOSE_TO_THE_MEAN);

        double near = 0;
        double other = 0;
        for (int i = 0; i < CLOSE_TO_THE_MEAN; i++) {
            copies.set(i, PlantedVectors.noisy(original, random));
            near += copies.cosine(i, original) / CLOSE_TO_THE_MEAN;
            other += copies.cosine(i, copies.of(Math.max(0, i - 1))) / CLOSE_TO_THE_MEAN;
        }

        assertThat(copies.cosine(9, copies.of(9))).isCloseTo(1, within(1e-5));
        assertThat(near).isCloseTo(0.944, within(0.005));
        assertThat(other).isCloseTo(0.89, within(0.01));
    }

    @Test
    void shouldGiveIdsInTheOrderOfPositionsThatTellThem() {
        UUID first = MemoryTables.id(1);
        UUID last = MemoryTables.id(999_999);

        assertThat(MemoryTables.position(first)).isEqualTo(1);
        assertThat(MemoryTables.position(last)).isEqualTo(999_999);
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.toString()).isLessThan(last.toString());
    }
}

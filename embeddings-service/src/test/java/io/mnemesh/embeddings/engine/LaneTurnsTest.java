package io.mnemesh.embeddings.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.work.Lane;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneTurnsTest {

    private static final EnumSet<Lane> ALL = EnumSet.allOf(Lane.class);

    private final LaneTurns turns = new LaneTurns();

    @Test
    void shouldShareByWeightWhenAllLanesHaveWork() {
        ALL.forEach(turns::arrive);
        Map<Lane, Integer> tokens = new EnumMap<>(Lane.class);

        for (int n = 0; n < 2100; n++) {
            Lane lane = turns.next(ALL);
            turns.charge(lane, 100);
            tokens.merge(lane, 100, Integer::sum);
        }

        assertThat(tokens)
                .containsEntry(Lane.INTERACTIVE, 160_000)
                .containsEntry(Lane.STANDARD, 40_000)
                .containsEntry(Lane.BULK, 10_000);
    }

    @Test
    void shouldServeAFreshQueryAtTheNextBoundaryHoweverLongBulkRan() {
        turns.arrive(Lane.BULK);
        for (int n = 0; n < 50; n++) {
            turns.charge(turns.next(ALL), 512);
        }

        turns.arrive(Lane.INTERACTIVE);

        assertThat(turns.next(ALL)).isEqualTo(Lane.INTERACTIVE);
    }

    @Test
    void shouldNotSaveUpTurnsWhileALaneIsEmpty() {
        turns.arrive(Lane.STANDARD);
        for (int n = 0; n < 1000; n++) {
            turns.charge(turns.next(ALL), 512);
        }

        turns.arrive(Lane.BULK);
        turns.charge(Lane.BULK, 512);

        assertThat(turns.next(ALL)).isEqualTo(Lane.STANDARD);
    }

    @Test
    void shouldHaveNothingWhenTheServedLanesAreEmpty() {
        turns.arrive(Lane.BULK);

        assertThat(turns.next(EnumSet.of(Lane.INTERACTIVE))).isNull();
    }
}

package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LaneTurnsTest {

    private static final List<Lane> LANES = List.of(Lane.values());

    @Test
    void shouldGiveSixteenFourAndOneOfTwentyOneTurns() {
        // Given
        var turns = new LaneTurns(1, 0, 0);
        Map<Lane, Integer> taken = new EnumMap<>(Lane.class);

        // When
        for (int turn = 0; turn < 21 * 10; turn++) {
            Lane lane = turns.next(any -> true);
            taken.merge(lane, 1, Integer::sum);
            turns.finished(lane);
        }

        // Then
        assertThat(taken)
                .containsEntry(Lane.INTERACTIVE, 160)
                .containsEntry(Lane.STANDARD, 40)
                .containsEntry(Lane.BULK, 10);
    }

    @Test
    void shouldKeepTheReservesFree() {
        // Given
        var turns = new LaneTurns(8, 25, 25);

        // When
        int bulk = fill(turns, Lane.BULK);
        int standard = fill(turns, Lane.STANDARD);
        int interactive = fill(turns, Lane.INTERACTIVE);

        // Then
        assertThat(List.of(bulk, standard, interactive)).containsExactly(4, 2, 2);
    }

    private static int fill(LaneTurns turns, Lane lane) {
        int filled = 0;
        while (turns.next(lane::equals) != null) {
            filled++;
        }
        return filled;
    }

    @Property
    void shouldNeverExceedThePlacesNorStarveALane(
            @ForAll @IntRange(min = 1, max = 64) int places,
            @ForAll @IntRange(max = 40) int interactive,
            @ForAll @IntRange(max = 40) int standard,
            @ForAll @Size(max = 200) List<@IntRange(max = 5) Integer> steps) {
        // Given
        var turns = new LaneTurns(places, interactive, standard);

        // When
        for (int step : steps) {
            Lane lane = LANES.get(step % 3);
            if (step < 3) {
                turns.next(lane::equals);
            } else if (turns.running(lane) > 0) {
                turns.finished(lane);
            }
            // Then
            assertThat(turns.running()).isBetween(0, places);
            for (Lane each : Lane.values()) {
                assertThat(turns.room(each)).isBetween(0, places - turns.running());
            }
        }
        for (Lane lane : Lane.values()) {
            while (turns.running(lane) > 0) {
                turns.finished(lane);
            }
        }
        for (Lane lane : Lane.values()) {
            assertThat(turns.room(lane)).isPositive();
        }
    }
}

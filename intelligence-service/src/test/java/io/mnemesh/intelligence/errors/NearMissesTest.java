package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.errors.NearMisses.Same;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Parted;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Point;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NearMissesTest {

    private static final NearMisses RULE = new NearMisses(0.9);

    @Test
    void shouldJoinGroupsThatAreAlikeAndSayTheSame() {
        Point known = point(1, "disk full: cannot write to <*>", 0);
        Point fresh = point(2, "Disk is full, cannot write <*>", 10);

        assertThat(RULE.find(List.of(fresh), List.of(known, fresh), Set.of()))
                .singleElement()
                .extracting(Same::groups)
                .isEqualTo(List.of(known, fresh));
    }

    @Test
    void shouldKeepOppositesApartHoweverAlike() {
        Point known = point(1, "VM Started", 0);
        Point fresh = point(2, "VM Paused", 0);

        assertThat(RULE.find(List.of(fresh), List.of(known, fresh), Set.of())).isEmpty();
    }

    @Test
    void shouldNotJoinTheEndsOfAChain() {
        Point first = point(1, "disk full", 0);
        Point middle = point(2, "disk is full", 20);
        Point last = point(3, "full disk", 40);

        assertThat(RULE.find(List.of(middle, last), List.of(first, middle, last), Set.of()))
                .singleElement()
                .extracting(Same::groups)
                .isEqualTo(List.of(first, middle));
    }

    @Test
    void shouldLeaveAloneWhatWasPartedAndWhatIsAStackTrace() {
        Point known = point(1, "disk full", 0);
        Point fresh = point(2, "disk is full", 0);
        Point stack = new Point(id(3), "disk full", 1, false, true, "m", fresh.vector());

        assertThat(RULE.find(
                        List.of(fresh, stack),
                        List.of(known, fresh, stack),
                        Set.of(new Parted(known.group(), fresh.group()))))
                .isEmpty();
    }

    @Test
    void shouldNotCompareVectorsOfDifferentModels() {
        Point known = point(1, "disk full", 0);
        Point fresh = new Point(id(2), "disk is full", 1, false, false, "other", known.vector());

        assertThat(RULE.find(List.of(fresh), List.of(known, fresh), Set.of())).isEmpty();
    }

    private static Point point(int id, String template, double degrees) {
        double angle = Math.toRadians(degrees);
        float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
        return new Point(id(id), template, 1, false, false, "m", vector);
    }

    private static UUID id(int id) {
        return new UUID(0, id);
    }
}

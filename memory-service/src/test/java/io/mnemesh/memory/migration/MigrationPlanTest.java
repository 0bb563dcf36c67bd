package io.mnemesh.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexPlan;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MigrationPlanTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Generation FROM = new Generation("", "narrow", 384);
    private static final Generation TO = new Generation("0190", "wide", 768);

    @Test
    void shouldChangeNothingUntilEveryInstanceKnows() {
        assertThat(plan(MigrationState.EMBEDDING, NOON.plusMillis(2_999))).isEqualTo(new IndexPlan(FROM, null, false));
        assertThat(plan(MigrationState.EMBEDDING, NOON.plusSeconds(3))).isEqualTo(new IndexPlan(FROM, TO, false));
    }

    @Test
    void shouldKeepBothBuildsFromWhenItIsReadyUntilItEnds() {
        assertThat(plan(MigrationState.READY, NOON)).isEqualTo(new IndexPlan(FROM, TO, true));
        assertThat(plan(MigrationState.SERVING, NOON)).isEqualTo(new IndexPlan(TO, FROM, true));
        assertThat(plan(MigrationState.ROLLED_BACK, NOON)).isEqualTo(new IndexPlan(FROM, TO, true));
    }

    @Test
    void shouldKeepWhatServesWhenItHasEnded() {
        assertThat(plan(MigrationState.FINISHED, NOON)).isEqualTo(new IndexPlan(TO, null, false));
        assertThat(plan(MigrationState.CANCELLED, NOON)).isEqualTo(new IndexPlan(FROM, null, false));
    }

    @Test
    void shouldTakeVectorsOfItsModelAndLengthOnly() {
        assertThat(TO.takes("wide@1", 768)).isTrue();
        assertThat(TO.takes("wide@2", 768)).isTrue();
        assertThat(TO.takes("wide@1", 384)).isFalse();
        assertThat(TO.takes("wider@1", 768)).isFalse();
        assertThat(new Generation("", null, 384).takes("whichever@1", 384)).isTrue();
    }

    private static IndexPlan plan(MigrationState state, Instant now) {
        return new Migration(new UUID(1, 2), FROM, TO, "narrow@1", "wide@1", state, 0, 0, false, NOON, NOON).plan(now);
    }
}

package io.mnemesh.memory.migration;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A switch of the search index to another embedding model.
 *
 * @param id           its id
 * @param from         what serves until the cut-over, and what a rollback goes back to
 * @param to           what is built beside it
 * @param fromRevision model and revision of the vectors before
 * @param revision     model and revision of the vectors that are computed for it
 * @param state        where it is
 * @param embedded     memories that were embedded for it in the background
 * @param remaining    memories that still had no vector of the other model, as last counted
 * @param cleared      true if it has ended and no vector is left of the model that does not serve
 * @param createdAt    when it began
 * @param updatedAt    when its state last changed
 */
public record Migration(
        UUID id,
        Generation from,
        Generation to,
        String fromRevision,
        String revision,
        MigrationState state,
        long embedded,
        long remaining,
        boolean cleared,
        Instant createdAt,
        Instant updatedAt) {

    /** Time within which every instance has seen a change of a row. */
    private static final Duration SEEN = Duration.ofSeconds(3);

    /**
     * The builds of the index that follow from it. Until every instance knows of it nothing does, so that no vector of the
     * other model meets an instance that cannot tell it from those before.
     */
    IndexPlan plan(Instant now) {
        return switch (state) {
            case EMBEDDING -> new IndexPlan(from, known(now) ? to : null, false);
            case READY, ROLLED_BACK -> new IndexPlan(from, to, true);
            case SERVING -> new IndexPlan(to, from, true);
            case FINISHED -> new IndexPlan(to, null, false);
            case CANCELLED -> new IndexPlan(from, null, false);
        };
    }

    /** True if every instance knows of it. */
    boolean known(Instant now) {
        return !createdAt.plus(SEEN).isAfter(now);
    }

    /** True if every instance knows its state. */
    boolean settled(Instant now) {
        return !updatedAt.plus(SEEN).isAfter(now);
    }
}

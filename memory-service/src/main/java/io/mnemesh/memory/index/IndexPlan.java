package io.mnemesh.memory.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which builds of the index there shall be, as the record says for all instances.
 *
 * @param serving answers questions
 * @param beside  what vectors are computed for as well: the build to come, or the one before; null if there is none
 * @param open    true if that one is kept in step with the one that serves, and not only its vectors are computed
 */
public record IndexPlan(Generation serving, @Nullable Generation beside, boolean open) {

    /** Those that every instance keeps. */
    List<Generation> builds() {
        Generation other = beside;
        return open && other != null ? List.of(serving, other) : List.of(serving);
    }
}

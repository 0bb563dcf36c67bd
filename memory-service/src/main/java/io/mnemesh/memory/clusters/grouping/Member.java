package io.mnemesh.memory.clusters.grouping;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A memory of which the vector is at hand. */
final class Member {

    final UUID id;

    /** Unit length. */
    final float[] vector;

    /** Where it is in the record; null if it is alone there or not placed yet. */
    final @Nullable UUID origin;

    final boolean arrived;

    @Nullable
    Group group;

    Member(UUID id, float[] vector, @Nullable UUID origin, boolean arrived) {
        this.id = id;
        this.vector = Vectors.unit(vector);
        this.origin = origin;
        this.arrived = arrived;
    }

    UUID id() {
        return id;
    }

    Group group() {
        return Objects.requireNonNull(group);
    }
}

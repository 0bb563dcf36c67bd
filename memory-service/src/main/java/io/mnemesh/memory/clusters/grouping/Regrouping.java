package io.mnemesh.memory.clusters.grouping;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is different after a step.
 *
 * @param changed   groups of at least two that are new or not as they were
 * @param placed    memories that are elsewhere than in the record, with their group; null if alone
 * @param joined    groups that are gone, with the one that has all they had; null if that is gone too
 * @param dissolved groups of which at most one memory is left, which is alone
 */
public record Regrouping(
        List<Changed> changed,
        Map<UUID, @Nullable UUID> placed,
        Map<UUID, @Nullable UUID> joined,
        Set<UUID> dissolved) {

    public Regrouping {
        changed = List.copyOf(changed);
        placed = Collections.unmodifiableMap(new HashMap<>(placed));
        joined = Collections.unmodifiableMap(new HashMap<>(joined));
        dissolved = Set.copyOf(dissolved);
    }

    /**
     * A group that has changed.
     *
     * @param id   its id
     * @param begun true if it is new
     * @param size how many it has
     * @param sum  of their unit vectors
     * @param came memories that came to it
     */
    public record Changed(UUID id, boolean begun, long size, double[] sum, Set<UUID> came) {}
}

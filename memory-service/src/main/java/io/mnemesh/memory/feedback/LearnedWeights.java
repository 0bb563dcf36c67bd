package io.mnemesh.memory.feedback;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.UUID;

/**
 * The weights feedback has given to memories of a tenant; those that are not named have 1.
 *
 * @param weights by memory
 */
@RegisterForReflection // cached as JSON
public record LearnedWeights(Map<UUID, Double> weights) {

    /** Nothing is learned yet. */
    public static final LearnedWeights NONE = new LearnedWeights(Map.of());

    public LearnedWeights {
        weights = Map.copyOf(weights);
    }
}

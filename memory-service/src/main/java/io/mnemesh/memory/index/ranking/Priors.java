package io.mnemesh.memory.index.ranking;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * How much each prior counts: 0 switches it off, 1 is as shipped.
 *
 * @param factors one per prior; what is not named is off
 * @param learned weights feedback gave to memories; 1 for those not named
 */
public record Priors(Map<PriorKind, Double> factors, Map<UUID, Double> learned) {

    /** Words and meaning alone. */
    public static final Priors OFF = new Priors(Map.of());

    /** Every prior as shipped. */
    public static final Priors SHIPPED = new Priors(all());

    public Priors {
        factors = Map.copyOf(factors);
        learned = Map.copyOf(learned);
    }

    /** Without feedback. */
    public Priors(Map<PriorKind, Double> factors) {
        this(factors, Map.of());
    }

    /** These, with the weights feedback gave. */
    public Priors learned(Map<UUID, Double> weights) {
        return new Priors(factors, weights);
    }

    public double factor(PriorKind kind) {
        return factors.getOrDefault(kind, 0.0);
    }

    /** These, with what {@code changes} names changed. */
    public Priors with(Map<PriorKind, Double> changes) {
        var changed = new EnumMap<PriorKind, Double>(PriorKind.class);
        changed.putAll(factors);
        changed.putAll(changes);
        return new Priors(changed, learned);
    }

    private static Map<PriorKind, Double> all() {
        var factors = new EnumMap<PriorKind, Double>(PriorKind.class);
        Arrays.stream(PriorKind.values()).forEach(kind -> factors.put(kind, 1.0));
        return factors;
    }
}

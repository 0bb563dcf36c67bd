package io.mnemesh.memory.index.ranking;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much each prior counts: 0 switches it off, 1 is as shipped.
 *
 * @param factors one per prior; what is not named is off
 */
public record Priors(Map<PriorKind, Double> factors) {

    /** Words and meaning alone. */
    public static final Priors OFF = new Priors(Map.of());

    /** Every prior as shipped. */
    public static final Priors SHIPPED = new Priors(all());

    public Priors {
        factors = Map.copyOf(factors);
    }

    public double factor(PriorKind kind) {
        return factors.getOrDefault(kind, 0.0);
    }

    /** These, with what {@code changes} names changed. */
    public Priors with(Map<PriorKind, Double> changes) {
        var changed = new EnumMap<PriorKind, Double>(PriorKind.class);
        changed.putAll(factors);
        changed.putAll(changes);
        return new Priors(changed);
    }

    private static Map<PriorKind, Double> all() {
        var factors = new EnumMap<PriorKind, Double>(PriorKind.class);
        Arrays.stream(PriorKind.values()).forEach(kind -> factors.put(kind, 1.0));
        return factors;
    }
}

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
 * @param biased  true if there is a bias; without one its prior is off
 * @param atHand  how strongly memories belong to what is at hand, 0 to 1; not at all for those not named
 */
public record Priors(
        Map<PriorKind, Double> factors, Map<UUID, Double> learned, boolean biased, Map<UUID, Double> atHand) {

    /** Words and meaning alone. */
    public static final Priors OFF = new Priors(Map.of());

    /** Every prior as shipped. */
    public static final Priors SHIPPED = new Priors(all());

    public Priors {
        factors = Map.copyOf(factors);
        learned = Map.copyOf(learned);
        atHand = Map.copyOf(atHand);
    }

    /** Without feedback and bias. */
    public Priors(Map<PriorKind, Double> factors) {
        this(factors, Map.of(), false, Map.of());
    }

    /** These, with the weights feedback gave. */
    public Priors learned(Map<UUID, Double> weights) {
        return new Priors(factors, weights, biased, atHand);
    }

    /** These, biased towards what is at hand. */
    public Priors biased(Map<UUID, Double> strengths) {
        return new Priors(factors, learned, true, strengths);
    }

    public double factor(PriorKind kind) {
        return kind == PriorKind.BIAS && !biased ? 0 : factors.getOrDefault(kind, 0.0);
    }

    /** These, with what {@code changes} names changed. */
    public Priors with(Map<PriorKind, Double> changes) {
        var changed = new EnumMap<PriorKind, Double>(PriorKind.class);
        changed.putAll(factors);
        changed.putAll(changes);
        return new Priors(changed, learned, biased, atHand);
    }

    private static Map<PriorKind, Double> all() {
        var factors = new EnumMap<PriorKind, Double>(PriorKind.class);
        Arrays.stream(PriorKind.values()).forEach(kind -> factors.put(kind, 1.0));
        return factors;
    }
}

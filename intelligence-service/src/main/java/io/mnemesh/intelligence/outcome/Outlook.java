package io.mnemesh.intelligence.outcome;

import java.util.List;

/**
 * How a decision may end.
 *
 * @param chances       every outcome, the likeliest first
 * @param base          score of a decision of which nothing is known: calibrated log-odds of the likeliest outcome
 * @param score         its score; the base and all contributions together
 * @param contributions what each feature adds, the weightiest first
 * @param strange       features whose values are unlike all that were learned
 */
public record Outlook(
        List<Chance> chances, double base, double score, List<Contribution> contributions, List<String> strange) {

    /**
     * An outcome.
     *
     * @param low  least probability at 95 %, by how many decisions of such a probability it was tested on
     * @param high greatest probability at 95 %
     */
    public record Chance(String outcome, double probability, double low, double high, int tested) {}

    /** @param addition to the score, positive if it speaks for the likeliest outcome */
    public record Contribution(String feature, double addition) {}

    public Chance likeliest() {
        return chances.getFirst();
    }

    /** Probability of an outcome; 0 for one that was not learned. */
    public double probability(String outcome) {
        return chances.stream()
                .filter(chance -> chance.outcome().equals(outcome))
                .mapToDouble(Chance::probability)
                .findFirst()
                .orElse(0);
    }
}

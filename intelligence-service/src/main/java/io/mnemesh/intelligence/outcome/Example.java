package io.mnemesh.intelligence.outcome;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A decision that has ended.
 *
 * @param features      what was known when it was made
 * @param outcome       how it ended
 * @param interventions features that were set deliberately or at random, not because of the others
 */
public record Example(UUID id, Map<String, FeatureValue> features, String outcome, Set<String> interventions) {

    public Example {
        features = Map.copyOf(features);
        interventions = Set.copyOf(interventions);
    }
}

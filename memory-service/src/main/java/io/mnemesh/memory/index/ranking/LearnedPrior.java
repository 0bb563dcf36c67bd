package io.mnemesh.memory.index.ranking;

import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What users found useful counts more and what they did not counts less: the score by words and meaning is multiplied by
 * a weight, which is 1 where nobody has said anything.
 */
final class LearnedPrior implements Prior {

    private final Map<UUID, Double> weights;

    LearnedPrior(Map<UUID, Double> weights) {
        this.weights = weights;
    }

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        return IntStream.range(0, scene.size())
                .mapToDouble(i -> {
                    Double weight = weights.get(scene.candidates().get(i).id());
                    return weight == null ? 0 : (weight - 1) * scene.base(i);
                })
                .toArray();
    }
}

package io.mnemesh.memory.index.ranking;

import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What belongs to what is at hand counts more: up to three tenths of its score by words and meaning, so that what does not
 * answer the question stays where it is.
 */
final class BiasPrior implements Prior {

    private static final double WEIGHT = 0.3;

    private final Map<UUID, Double> strengths;

    BiasPrior(Map<UUID, Double> strengths) {
        this.strengths = strengths;
    }

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        return IntStream.range(0, scene.size())
                .mapToDouble(i -> WEIGHT
                        * strengths.getOrDefault(scene.candidates().get(i).id(), 0.0)
                        * scene.base(i))
                .toArray();
    }
}

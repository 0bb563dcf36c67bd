package io.mnemesh.memory.index.ranking;

import java.util.stream.IntStream;

/** More important is better, less important is worse; 0.5 changes nothing. */
final class ImportancePrior implements Prior {

    private static final double WEIGHT = 0.1;
    private static final double NEUTRAL = 0.5;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        return IntStream.range(0, scene.size())
                .mapToDouble(i -> WEIGHT * (scene.profile(i).importance() - NEUTRAL))
                .toArray();
    }
}

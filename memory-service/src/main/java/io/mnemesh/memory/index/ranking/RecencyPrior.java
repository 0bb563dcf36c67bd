package io.mnemesh.memory.index.ranking;

import java.time.Duration;

/** Newer is better where the question asks for what holds now: half as much per {@value #HALF_LIFE_DAYS} days. */
final class RecencyPrior implements Prior {

    private static final double WEIGHT = 0.15;
    private static final double HALF_LIFE_DAYS = 30;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        var addends = new double[scene.size()];
        if (scene.question().asksNow()) {
            for (int i = 0; i < addends.length; i++) {
                double days = Duration.between(
                                        scene.profile(i).happenedAt(),
                                        scene.question().askedAt())
                                .toSeconds()
                        / 86_400.0;
                addends[i] = WEIGHT * Math.pow(0.5, Math.max(0, days) / HALF_LIFE_DAYS);
            }
        }
        return addends;
    }
}

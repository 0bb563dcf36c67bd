package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When a series reaches a limit that lies above it, by the ways it may take.
 *
 * @param probability that it does within the horizon, 0 to 1 and never either of them: half a way is added on both sides
 * @param expected    steps ahead at which the forecast reaches it; null if it does not within the horizon
 * @param earliest    steps ahead by which one way of twenty has reached it; null if fewer do
 * @param latest      steps ahead by which nineteen ways of twenty have; null if fewer do
 * @param ways        that were looked at
 */
public record LimitReach(
        double probability,
        @Nullable Integer expected,
        @Nullable Integer earliest,
        @Nullable Integer latest,
        int ways) {

    /** Level of the interval from {@code earliest} to {@code latest}. */
    public static final double LEVEL = 0.9;

    public static LimitReach of(SeriesForecast forecast, double limit) {
        double[][] paths = forecast.paths();
        int[] reached = Arrays.stream(paths)
                .mapToInt(path -> firstAt(path, limit))
                .filter(step -> step > 0)
                .sorted()
                .toArray();
        int expected = firstAt(forecast.values(), limit);
        return new LimitReach(
                (reached.length + 0.5) / (paths.length + 1),
                expected == 0 ? null : expected,
                nth(reached, (1 - LEVEL) / 2 * paths.length),
                nth(reached, (1 + LEVEL) / 2 * paths.length),
                paths.length);
    }

    /** Steps ahead of the first value at the limit; 0 if there is none. */
    private static int firstAt(double[] path, double limit) {
        for (int h = 0; h < path.length; h++) {
            if (path[h] >= limit) {
                return h + 1;
            }
        }
        return 0;
    }

    private static @Nullable Integer nth(int[] reached, double count) {
        int place = Math.max(1, (int) Math.ceil(count - 1e-9));
        return place > reached.length ? null : reached[place - 1];
    }
}

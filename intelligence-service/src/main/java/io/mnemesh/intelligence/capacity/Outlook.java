package io.mnemesh.intelligence.capacity;

import io.mnemesh.intelligence.forecast.ForecastAnswer;
import io.mnemesh.intelligence.forecast.model.LimitReach;
import io.mnemesh.intelligence.performance.Series;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a series and its limit.
 *
 * @param isFloor whether values are to stay above the limit and not below it
 * @param answer  the forecast of its hours, turned over for a floor
 * @param reach   null with too little evidence
 * @param advice  what to do about it; null if nothing needs to be done, or nothing is known
 */
public record Outlook(
        Series series,
        double limit,
        boolean isFloor,
        ForecastAnswer answer,
        @Nullable LimitReach reach,
        @Nullable Advice advice) {

    /**
     * A limit that would be held.
     *
     * @param limit       to make room for
     * @param probability of reaching it within the horizon
     */
    public record Advice(double limit, double probability) {}

    /** The latest value; 0 without values. */
    public double latest() {
        double[] values = answer.grid().values();
        double last = values.length == 0 ? 0 : values[values.length - 1];
        return isFloor ? -last : last;
    }
}

package io.mnemesh.intelligence.performance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something worth doing about a series, with what it rests on.
 *
 * @param kind       {@code undo-change}, {@code watch-leading}, or one of a plug-in's
 * @param name       the series
 * @param about      what distinguishes it from others of its kind and series; the same is told once
 * @param moment     when it came about; another one of its kind so close to it is the same; null if it has no time
 * @param summary    what was seen
 * @param effect     what is to be expected of it; null if the evidence does not say
 * @param confidence 0 to 1
 * @param evidence   what it rests on, in sentences
 */
public record Recommendation(
        String kind,
        SeriesName name,
        String about,
        @Nullable Moment moment,
        String summary,
        String recommendation,
        @Nullable Effect effect,
        double confidence,
        List<String> evidence) {

    /** A time, and how exactly it is known. */
    public record Moment(Instant at, Duration within) {}

    /**
     * An expected change of a series.
     *
     * @param from level now
     * @param to   level to be expected
     */
    public record Effect(SeriesName name, double from, double to) {}
}

package io.mnemesh.intelligence.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something worth doing about a series, with what it rests on.
 *
 * @param kind           1 to 40 small letters, digits and dashes
 * @param about          what distinguishes it from others of its kind and series; the same is told once; at most 200 characters
 * @param moment         when it came about; another one of its kind so close to it is the same; null if it has no time
 * @param summary        what was seen, in one sentence of at most 500 characters
 * @param recommendation what to do, as long at most
 * @param effect         what is to be expected of it; null if the evidence does not say
 * @param confidence     0 to 1
 * @param evidence       what it rests on, in at most ten such sentences
 */
public record Advice(
        String kind,
        String about,
        @Nullable Moment moment,
        String summary,
        String recommendation,
        @Nullable Effect effect,
        double confidence,
        List<String> evidence) {

    public Advice {
        evidence = List.copyOf(evidence);
    }

    /**
     * A time.
     *
     * @param within seconds that it is exact to
     */
    public record Moment(Instant at, long within) {}

    /**
     * An expected change of the series.
     *
     * @param from level now
     * @param to   level to be expected
     */
    public record Effect(double from, double to) {}
}

package io.mnemesh.intelligence.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a series measures.
 *
 * @param metric name of the metric; empty for a series without a name
 * @param source what was measured, for example a service or a host; empty if there is one only
 * @param unit   unit of the values; null if it was not told
 * @param better {@code lower} or {@code higher}; null if it was not told which values are better
 */
public record SeriesKey(
        String metric,
        String source,
        @Nullable String unit,
        @Nullable String better) {

    /** For sentences. */
    public String text() {
        return source.isEmpty() ? metric : metric + " of " + source;
    }
}

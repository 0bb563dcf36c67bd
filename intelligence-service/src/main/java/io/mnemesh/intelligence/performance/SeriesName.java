package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.spi.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a series measures. Names are identifiers and not sentences: letters, digits and {@code . _ - : / @ %}, so that nothing a
 * person wrote gets into them.
 *
 * @param metric name of the metric
 * @param source what was measured, for example a service or a host; empty if there is one only
 */
public record SeriesName(String metric, String source) {

    private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@%-]{0,119}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._:/@%-]{0,120}");

    public static boolean isMetric(String text) {
        return METRIC.matcher(text).matches();
    }

    public static boolean isSource(String text) {
        return SOURCE.matcher(text).matches();
    }

    /** The same for the same names, so that instances agree on it without asking. */
    public UUID id() {
        return UUID.nameUUIDFromBytes((metric + "\n" + source).getBytes(StandardCharsets.UTF_8));
    }

    /** The same as plug-ins see it. */
    SeriesKey pluginKey(@Nullable String unit, @Nullable String better) {
        return new SeriesKey(metric, source, unit, better);
    }

    /** For sentences. */
    public String text() {
        return source.isEmpty() ? metric : metric + " of " + source;
    }
}

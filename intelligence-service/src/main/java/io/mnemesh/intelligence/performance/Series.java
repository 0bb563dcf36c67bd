package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.spi.SeriesKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A series and how far it was judged.
 *
 * @param unit     unit of the values, if it was told
 * @param better   {@code lower} or {@code higher}, if it was told which is better
 * @param points   points that were taken in
 * @param late     of them, those dated before what was judged already: stored, but not judged
 * @param repeated points refused because there was one of the same time
 * @param gaps     stretches without points, several times as long as usual
 * @param judged   points the detectors have seen
 * @param judgedTo time of the last of them; null if there is none
 * @param lastAt   time of the latest point
 * @param revision grows with whatever changes the state of the detectors
 */
public record Series(
        UUID id,
        SeriesName name,
        @Nullable String unit,
        @Nullable String better,
        long points,
        long late,
        long repeated,
        long gaps,
        long judged,
        @Nullable Instant judgedTo,
        Instant lastAt,
        long revision) {

    /** What it measures, as plug-ins see it. */
    public SeriesKey pluginKey() {
        return name.pluginKey(unit, better);
    }
}

package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble.Verdict;
import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.performance.Judgement.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one anomaly of unusual points that follow each other closely. */
final class Episodes {

    /** Points within which the next unusual one belongs to the same anomaly. */
    static final int QUIET = 24;

    private Episodes() {}

    /**
     * An anomaly and whether there is news to tell of it.
     *
     * @param isNews it is new, or its level has risen
     */
    record Episode(Anomaly anomaly, boolean isNews) {}

    /**
     * Joins points to anomalies.
     *
     * @param open the latest anomaly of the series, which the first point may belong to; null if there is none
     */
    static List<Episode> of(
            UUID series, SeriesName name, @Nullable Anomaly open, List<Judged> unusual, Supplier<UUID> ids) {
        var episodes = new ArrayList<Episode>();
        Anomaly current = open;
        boolean touched = false;
        boolean news = false;
        for (Judged judged : unusual) {
            Level level = judged.verdict().level();
            if (level == null) {
                continue;
            }
            if (current != null && judged.ordinal() - current.lastOrdinal() <= QUIET) {
                Anomaly grown = current.and(anomaly(current.id(), series, name, judged, level));
                news |= grown.level() != current.level();
                current = grown;
            } else {
                if (current != null && touched) {
                    episodes.add(new Episode(current, news));
                }
                current = anomaly(ids.get(), series, name, judged, level);
                news = true;
            }
            touched = true;
        }
        if (current != null && touched) {
            episodes.add(new Episode(current, news));
        }
        return List.copyOf(episodes);
    }

    private static Anomaly anomaly(UUID id, UUID series, SeriesName name, Judged judged, Level level) {
        MetricPoint point = judged.point();
        Verdict verdict = judged.verdict();
        return new Anomaly(
                id,
                series,
                name,
                point.memoryId(),
                level,
                verdict.score(),
                point.value(),
                verdict.expected().value(),
                verdict.expected().low(),
                verdict.expected().high(),
                verdict.votes(),
                1,
                judged.ordinal(),
                point.at(),
                point.at(),
                point.at());
    }
}

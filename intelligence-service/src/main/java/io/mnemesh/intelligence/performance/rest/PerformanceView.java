package io.mnemesh.intelligence.performance.rest;

import io.mnemesh.intelligence.performance.PerformanceReport;
import io.mnemesh.intelligence.performance.Recommendation;
import io.mnemesh.intelligence.performance.Recommendation.Effect;
import io.mnemesh.intelligence.performance.Relation;
import io.mnemesh.intelligence.performance.SeriesEvidence;
import io.mnemesh.intelligence.performance.evidence.ChangePoints.Change;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known about performance, as it is shown.
 *
 * @param missing what would be needed to say more
 */
@Schema(name = "PerformanceInsights")
public record PerformanceView(
        List<SeriesView> series,
        List<CorrelationView> correlations,
        List<RecommendationView> recommendations,
        List<String> missing) {

    /**
     * A series.
     *
     * @param points       latest points that were looked at
     * @param judged       points the detectors have seen
     * @param changePoints where its level changed
     * @param anomalies    its latest anomalies, newest first
     */
    @Schema(name = "PerformanceSeries")
    public record SeriesView(
            String metric,
            String source,
            @Nullable String unit,
            @Nullable String better,
            int points,
            long judged,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Double latest,
            @Nullable Double mean,
            List<ChangeView> changePoints,
            List<AnomalyView> anomalies) {}

    /**
     * A change of level.
     *
     * @param at         first point at the new level
     * @param confidence 0 to 1, after all the places that were looked at
     */
    @Schema(name = "ChangePoint")
    public record ChangeView(
            Instant at, double before, double after, int pointsBefore, int pointsAfter, double confidence) {}

    /** A series by its names. */
    @Schema(name = "SeriesReference")
    public record SeriesRef(String metric, String source) {}

    /**
     * Two series that go together: a correlation, not a proof of cause.
     *
     * @param coefficient      of Pearson, -1 to 1, without straight trends
     * @param low              lower end of its interval at 95 %, widened by all lags and pairs looked at
     * @param lagSeconds       by which the first is ahead of the second; negative if it is behind
     * @param samples          common windows of time
     * @param effectiveSamples independent windows these are worth
     */
    @Schema(name = "MetricCorrelation")
    public record CorrelationView(
            SeriesRef first,
            SeriesRef second,
            double coefficient,
            double low,
            double high,
            long lagSeconds,
            int samples,
            double effectiveSamples) {}

    /**
     * Something worth doing.
     *
     * @param kind           {@code undo-change} or {@code watch-leading}
     * @param expectedEffect what is to be expected of it; null if the evidence does not say
     */
    @Schema(name = "PerformanceRecommendation")
    public record RecommendationView(
            String kind,
            SeriesRef series,
            String summary,
            String recommendation,
            @Nullable EffectView expectedEffect,
            double confidence,
            List<String> evidence) {}

    /**
     * An expected change.
     *
     * @param from level now
     * @param to   level to be expected
     */
    @Schema(name = "ExpectedEffect")
    public record EffectView(SeriesRef series, double from, double to) {}

    static PerformanceView of(PerformanceReport report, boolean isStored) {
        return new PerformanceView(
                report.series().stream().map(one -> series(one, isStored)).toList(),
                report.relations().stream().map(PerformanceView::correlation).toList(),
                report.recommendations().stream()
                        .map(PerformanceView::recommendation)
                        .toList(),
                report.missing());
    }

    private static SeriesView series(SeriesEvidence one, boolean isStored) {
        int points = one.values().size();
        return new SeriesView(
                one.name().metric(),
                one.name().source(),
                one.unit(),
                one.better(),
                points,
                one.judged(),
                points == 0 ? null : one.from(),
                points == 0 ? null : one.to(),
                points == 0 ? null : one.values().values()[points - 1],
                points == 0 ? null : Rounded.of(one.values().mean()),
                one.changes().stream().map(PerformanceView::change).toList(),
                one.anomalies().stream()
                        .map(anomaly -> AnomalyView.of(anomaly, isStored))
                        .toList());
    }

    private static ChangeView change(Change change) {
        return new ChangeView(
                Instant.ofEpochSecond(change.second()),
                Rounded.of(change.before()),
                Rounded.of(change.after()),
                change.pointsBefore(),
                change.pointsAfter(),
                Rounded.of(change.confidence()));
    }

    private static CorrelationView correlation(Relation relation) {
        var found = relation.found();
        return new CorrelationView(
                new SeriesRef(relation.first().metric(), relation.first().source()),
                new SeriesRef(relation.second().metric(), relation.second().source()),
                Rounded.of(found.coefficient()),
                Rounded.of(found.low()),
                Rounded.of(found.high()),
                found.lag(),
                found.samples(),
                Rounded.of(found.effective()));
    }

    private static RecommendationView recommendation(Recommendation one) {
        Effect effect = one.effect();
        return new RecommendationView(
                one.kind(),
                new SeriesRef(one.name().metric(), one.name().source()),
                one.summary(),
                one.recommendation(),
                effect == null
                        ? null
                        : new EffectView(
                                new SeriesRef(
                                        effect.name().metric(), effect.name().source()),
                                Rounded.of(effect.from()),
                                Rounded.of(effect.to())),
                Rounded.of(one.confidence()),
                one.evidence());
    }
}

package io.mnemesh.intelligence.performance.rest;

import io.mnemesh.intelligence.performance.MetricPoint;
import io.mnemesh.intelligence.performance.PerformanceInsights.Given;
import io.mnemesh.intelligence.performance.SeriesName;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what callers say of metrics, and refuses what cannot be one with the member that is wrong. */
public final class MetricRules {

    private static final int LONGEST_UNIT = 40;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private MetricRules() {}

    /**
     * Reads a series.
     *
     * @param path what the members are named with, for example {@code series[0].}
     * @param most points that are accepted
     */
    static Given read(String path, @Nullable MetricBody body, int most) {
        if (body == null) {
            throw ProblemException.invalid(path + "metric", "A series with a metric and points is needed.");
        }
        String unit = body.unit();
        if (unit != null && (unit.isBlank() || unit.length() > LONGEST_UNIT)) {
            throw ProblemException.invalid(
                    path + "unit", "A unit has 1 to " + LONGEST_UNIT + " characters, or is left out.");
        }
        String better = body.better();
        if (better != null && !better.equals("lower") && !better.equals("higher")) {
            throw ProblemException.invalid(path + "better", "It is 'lower' or 'higher', or left out.");
        }
        if (body.metric() == null) {
            throw ProblemException.invalid(path + "metric", "The name of a metric is needed.");
        }
        var name = new SeriesName(
                metric(path + "metric", body.metric()),
                body.source() == null ? "" : source(path + "source", body.source()));
        return new Given(name, unit, better, points(path, body.points(), most));
    }

    private static List<MetricPoint> points(
            String path, @Nullable List<MetricBody.@Nullable PointBody> points, int most) {
        if (points == null || points.isEmpty() || points.size() > most) {
            throw ProblemException.invalid(path + "points", "1 to " + most + " points are needed.");
        }
        var read = new ArrayList<MetricPoint>(points.size());
        for (int i = 0; i < points.size(); i++) {
            MetricBody.PointBody point = points.get(i);
            String place = path + "points[" + i + "].";
            Instant at = point == null ? null : point.at();
            Double value = point == null ? null : point.value();
            if (at == null || at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
                throw ProblemException.invalid(place + "at", "A time since 1970 is needed.");
            }
            if (value == null || !Double.isFinite(value)) {
                throw ProblemException.invalid(place + "value", "A finite number is needed.");
            }
            read.add(new MetricPoint(at, value, null));
        }
        return List.copyOf(read);
    }

    /** The name of a metric. */
    public static String metric(String field, String text) {
        if (!SeriesName.isMetric(text)) {
            throw ProblemException.invalid(
                    field,
                    "A metric is named by 1 to 120 letters, digits and . _ - : / @ %, the first a letter or digit.");
        }
        return text;
    }

    /** The name of a source. */
    public static String source(String field, String text) {
        if (!SeriesName.isSource(text)) {
            throw ProblemException.invalid(
                    field, "A source is named by at most 120 letters, digits and . _ - : / @ %.");
        }
        return text;
    }
}

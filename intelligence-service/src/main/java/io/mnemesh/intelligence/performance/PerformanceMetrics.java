package io.mnemesh.intelligence.performance;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.intelligence.anomaly.Level;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** The metrics of watching metrics. */
@ApplicationScoped
class PerformanceMetrics {

    private static final String POINTS = "mnemesh_metric_points_total";
    private static final String JUDGED = "mnemesh_metric_points_judged_total";
    private static final String GAPS = "mnemesh_metric_gaps_total";
    private static final String ANOMALIES = "mnemesh_anomalies_total";
    private static final String STATES = "mnemesh_detector_loads_total";
    private static final String HELD = "mnemesh_detectors_in_memory";
    private static final String INSIGHT = "mnemesh_performance_insights_seconds";
    private static final String TOLD = "mnemesh_performance_insights_total";

    private final MeterRegistry registry;

    PerformanceMetrics(MeterRegistry registry, SeriesStates states) {
        this.registry = registry;
        registry.gauge(HELD, states, SeriesStates::size);
        registry.gauge(HELD + "_capacity", states, SeriesStates::capacity);
    }

    /** What became of points that came. */
    enum Outcome {
        ACCEPTED,
        LATE,
        REPEATED,
        INVALID,
        FUTURE,
        DELETED,
        TOO_MANY_SERIES;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where the detectors of a series came from. */
    enum Origin {
        MEMORY,
        SNAPSHOT,
        POINTS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void points(Outcome outcome, long count) {
        if (count > 0) {
            registry.counter(POINTS, "outcome", outcome.label()).increment((double) count);
        }
    }

    void judged(long points, long gaps) {
        registry.counter(JUDGED).increment((double) points);
        registry.counter(GAPS).increment((double) gaps);
    }

    void anomaly(Level level) {
        registry.counter(ANOMALIES, "level", level.text()).increment();
    }

    void state(Origin origin) {
        registry.counter(STATES, "origin", origin.label()).increment();
    }

    void insight() {
        registry.counter(TOLD).increment();
    }

    void answered(Duration took) {
        Timer.builder(INSIGHT).publishPercentileHistogram().register(registry).record(took);
    }
}

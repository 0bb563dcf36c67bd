package io.mnemesh.intelligence.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The metrics of decisions. */
@ApplicationScoped
class DecisionMetrics {

    private static final String DECISIONS = "mnemesh_decisions_total";
    private static final String LEARNED = "mnemesh_decision_learning_total";
    private static final String LEARNING = "mnemesh_decision_learning_seconds";
    private static final String ANALYSIS = "mnemesh_decision_analysis_seconds";

    private final MeterRegistry registry;

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void recorded() {
        registry.counter(DECISIONS).increment();
    }

    /** @param outcome {@code learned}, {@code not_enough} or {@code outdated} */
    void learned(String outcome, Duration took) {
        registry.counter(LEARNED, "outcome", outcome).increment();
        record(LEARNING, took);
    }

    void analyzed(Duration took) {
        record(ANALYSIS, took);
    }

    private void record(String name, Duration took) {
        Timer.builder(name).publishPercentileHistogram().register(registry).record(took);
    }
}

package io.mnemesh.intelligence.cost;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/** The metrics of costs. */
@ApplicationScoped
class CostMetrics {

    private static final String USE = "mnemesh_cost_use_events_total";
    private static final String PLANNING = "mnemesh_cost_planning_seconds";

    private final MeterRegistry registry;

    CostMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What a tenant used was added. */
    void counted() {
        registry.counter(USE).increment();
    }

    Timer planning() {
        return registry.timer(PLANNING);
    }
}

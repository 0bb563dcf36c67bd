package io.mnemesh.intelligence.orchestrator;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the orchestrator. */
@ApplicationScoped
class OrchestratorMetrics {

    private static final String ACTIONS = "mnemesh_orchestrator_actions_total";
    private static final String DECIDING = "mnemesh_orchestrator_deciding";
    private static final String BUDGET = "mnemesh_orchestrator_budget_left";

    private final MeterRegistry registry;
    private final AtomicInteger deciding;
    private final AtomicInteger left;

    OrchestratorMetrics(MeterRegistry registry, OrchestratorConfig config) {
        this.registry = registry;
        this.deciding = new AtomicInteger();
        this.left = new AtomicInteger(config.budget());
        registry.gauge(DECIDING, deciding);
        registry.gauge(BUDGET, left);
        registry.gauge(BUDGET + "_capacity", config, OrchestratorConfig::budget);
    }

    void acted(ActionRecord action) {
        registry.counter(
                        ACTIONS,
                        "kind",
                        action.kind(),
                        "outcome",
                        action.outcome().text())
                .increment();
    }

    /** @param isDeciding whether this instance is the one that decides */
    void looked(boolean isDeciding, int budgetLeft) {
        deciding.set(isDeciding ? 1 : 0);
        left.set(budgetLeft);
    }
}

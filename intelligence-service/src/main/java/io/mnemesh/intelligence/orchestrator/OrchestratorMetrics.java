package io.mnemesh.intelligence.orchestrator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mnemesh.mesh.order.GatewayOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of the orchestrator. */
@ApplicationScoped
class OrchestratorMetrics {

    private static final String ACTIONS = "mnemesh_orchestrator_actions_total";
    private static final String DECIDING = "mnemesh_orchestrator_deciding";
    private static final String ORDERS = "mnemesh_orchestrator_orders";
    private static final String BUDGET = "mnemesh_orchestrator_budget_left";

    private final MeterRegistry registry;
    private final AtomicInteger deciding;
    private final AtomicInteger left;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger shed = new AtomicInteger();

    OrchestratorMetrics(MeterRegistry registry, OrchestratorConfig config) {
        this.registry = registry;
        this.deciding = new AtomicInteger();
        this.left = new AtomicInteger(config.budget());
        registry.gauge(DECIDING, deciding);
        registry.gauge(BUDGET, left);
        registry.gauge(ORDERS, Tags.of("kind", GatewayOrder.OPEN_BREAKER), opened);
        registry.gauge(ORDERS, Tags.of("kind", GatewayOrder.SHED_BULK), shed);
        registry.gauge(BUDGET + "_capacity", config, OrchestratorConfig::budget);
    }

    /** @param orders to the gateways that are in force */
    void ordered(List<GatewayOrder> orders) {
        opened.set(
                (int) orders.stream().filter(order -> order.instance() != null).count());
        shed.set((int) orders.stream().filter(order -> order.instance() == null).count());
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

package io.mnemesh.intelligence.workflow;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The metrics of workflow learning and prediction. */
@ApplicationScoped
class WorkflowMetrics {

    private static final String STEPS = "mnemesh_workflow_steps_total";
    private static final String REBUILDS = "mnemesh_workflow_rebuilds_total";
    private static final String TOLD = "mnemesh_task_predictions_told_total";
    private static final String PREDICTION = "mnemesh_task_prediction_seconds";

    private final MeterRegistry registry;

    WorkflowMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void learned() {
        steps("learned");
    }

    /** A step that belongs to no case. */
    void withoutCase() {
        steps("without_case");
    }

    /** A model was made from nothing or from a snapshot. */
    void rebuilt(boolean fromSnapshot) {
        registry.counter(REBUILDS, "from", fromSnapshot ? "snapshot" : "steps").increment();
    }

    /** A prediction was told without being asked for. */
    void told() {
        registry.counter(TOLD).increment();
    }

    void predicted(Duration took) {
        Timer.builder(PREDICTION)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    private void steps(String outcome) {
        registry.counter(STEPS, "outcome", outcome).increment();
    }
}

package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.ActionRecord;
import io.mnemesh.intelligence.orchestrator.ServicePlan;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The orchestrator as it is told. */
@Schema(name = "AutonomousOptimization")
public record OptimizationView(
        @Schema(examples = {"off", "advise", "dry-run", "apply"})
        String mode,

        @Schema(description = "Who said so; null while it is as configured") @Nullable
        String changedBy,

        @Nullable Instant changedAt,

        @Schema(description = "False where it can only advise")
        boolean canAct,

        @Schema(description = "Whether it can give orders to the gateways; what is in force is under /orders")
        boolean canOrder,

        @Schema(description = "Services it watches") List<String> services,

        @Schema(description = "What it would have of each service, as of the service's latest minute")
        List<Plan> plan,

        Actions actions) {

    /** What is planned for a service. */
    @Schema(name = "ServicePlan")
    public record Plan(
            String service,
            Instant at,

            @Schema(description = "Replicas that are asked for, or instances that told of themselves", examples = "2")
            int desired,

            @Schema(description = "Of these, those that answer", examples = "2")
            int ready,

            @Schema(description = "Replicas there should be", examples = "3")
            int advised,

            @Schema(description = "Processor cores in use by all instances", examples = "1.31")
            double load,

            @Schema(
                    description =
                            "What the load stays below until more replicas could be ready, as often as configured",
                    examples = "1.74")
            double upper,

            @Schema(description = "What else decides on the replicas", examples = "HorizontalPodAutoscaler mesh-memory")
            @Nullable
            String scaledBy,

            @Schema(description = "Why it could not be seen how the service runs") @Nullable
            String failure) {

        static Plan of(ServicePlan plan) {
            return new Plan(
                    plan.service(),
                    plan.at(),
                    plan.desired(),
                    plan.ready(),
                    plan.advised(),
                    round(plan.load()),
                    round(plan.upper()),
                    plan.scaledBy(),
                    plan.failure());
        }
    }

    /** A page of the audit, the latest first. */
    @Schema(name = "OrchestratorActions")
    public record Actions(List<Action> items, @Nullable String nextCursor) {}

    /** A line of the audit. */
    @Schema(name = "OrchestratorAction")
    public record Action(
            UUID id,
            Instant at,
            String service,

            @Schema(examples = {"scale", "restart_pod", "open_breaker", "close_breaker", "shed_bulk", "restore_bulk"})
            String kind,

            String target,
            @Schema(examples = "2 to 3 replicas") String detail,
            String reason,
            double confidence,

            @Schema(examples = {"applied", "dry-run", "advised", "refused", "failed", "cancelled"})
            String outcome,

            @Schema(
                    description = "What was answered, or why it was refused or failed",
                    examples = "cool-down: The same target was acted on at 2026-11-28T10:00:00Z, less than PT2M ago.")
            @Nullable
            String note) {

        static Action of(ActionRecord action) {
            return new Action(
                    action.id(),
                    action.at(),
                    action.service(),
                    action.kind(),
                    action.target(),
                    action.detail(),
                    action.reason(),
                    round(action.confidence()),
                    action.outcome().text(),
                    action.note());
        }
    }

    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}

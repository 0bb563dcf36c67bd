package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.ActionRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The orchestrator as it is told. */
@Schema(name = "AutonomousOptimization")
public record OptimizationView(
        @Schema(examples = {"off", "dry-run", "on"}) String mode,

        @Schema(description = "Who said so; null while it is as configured") @Nullable
        String changedBy,

        @Nullable Instant changedAt,

        @Schema(description = "False where it can only advise")
        boolean canAct,

        @Schema(description = "Services it watches") List<String> services,
        Actions actions) {

    /** A page of the audit, the latest first. */
    @Schema(name = "OrchestratorActions")
    public record Actions(List<Action> items, @Nullable String nextCursor) {}

    /** A line of the audit. */
    @Schema(name = "OrchestratorAction")
    public record Action(
            UUID id,
            Instant at,
            String service,
            @Schema(examples = {"scale", "restart_pod"}) String kind,
            String target,
            @Schema(examples = "2 to 3 replicas") String detail,
            String reason,
            double confidence,

            @Schema(examples = {"applied", "dry-run", "refused", "failed"})
            String outcome,

            @Nullable String note) {

        static Action of(ActionRecord action) {
            return new Action(
                    action.id(),
                    action.at(),
                    action.service(),
                    action.kind(),
                    action.target(),
                    action.detail(),
                    action.reason(),
                    Math.round(action.confidence() * 1e4) / 1e4,
                    action.outcome().text(),
                    action.note());
        }
    }
}

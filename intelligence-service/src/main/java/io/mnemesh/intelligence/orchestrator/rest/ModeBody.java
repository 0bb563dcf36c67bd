package io.mnemesh.intelligence.orchestrator.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the orchestrator is to act. */
@Schema(name = "OrchestratorMode")
public record ModeBody(
        @Schema(examples = {"off", "dry-run", "on"}) @Nullable
        String mode) {}

package io.mnemesh.intelligence.orchestrator.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How far the orchestrator is to go. */
@Schema(name = "OrchestratorMode")
public record ModeBody(
        @Schema(examples = {"off", "advise", "dry-run", "apply"}) @Nullable
        String mode) {}

package io.mnemesh.intelligence.association.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the caller takes part where their tenant learns. */
@Schema(name = "AssociationParticipation", examples = "{\"takesPart\":false}")
public record ParticipationView(
        @Schema(required = true) @Nullable Boolean takesPart) {}

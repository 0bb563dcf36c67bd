package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.mesh.event.payload.MemoryContext;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error to be analysed.
 *
 * @param error   error text or stack trace
 * @param context where it happened; similar errors of the same context come first among equals
 */
@Schema(name = "AnalyzeErrorRequest")
public record AnalyzeErrorRequest(
        @Schema(required = true, examples = "Connection to 10.4.2.17:5432 refused after 3000 ms") @Nullable
        String error,

        @Nullable MemoryContext context) {}

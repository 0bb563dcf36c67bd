package io.mnemesh.memory.memories.batch.rest;

import io.mnemesh.memory.memories.batch.BatchAnswer;
import io.mnemesh.memory.memories.batch.BatchDraft;
import io.mnemesh.memory.memories.batch.MemoryBatches;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batches over HTTP. */
@Path("/api/memories/batch")
@Tag(name = "Batches", description = "Many changes in one call")
@Produces(MediaType.APPLICATION_JSON)
public class BatchResource {

    private final MemoryBatches batches;
    private final CurrentIdentity identity;

    BatchResource(MemoryBatches batches, CurrentIdentity identity) {
        this.batches = batches;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeMemories",
            summary = "Add, update and delete up to 1,000 memories",
            description =
                    "Items are done one after another, each is done or refused by itself and has its own outcome.")
    @APIResponse(responseCode = "200", description = "An outcome per item")
    @APIResponse(responseCode = "413", description = "too-large: the body")
    @APIResponse(responseCode = "422", description = "invalid-value: no items, or more than 1,000")
    public Uni<BatchAnswer> run(@Nullable BatchDraft draft) {
        Identity caller = identity.get();
        return batches.run(caller, BatchDraft.check(draft));
    }
}

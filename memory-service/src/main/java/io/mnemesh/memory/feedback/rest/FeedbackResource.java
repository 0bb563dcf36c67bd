package io.mnemesh.memory.feedback.rest;

import io.mnemesh.memory.feedback.Feedback;
import io.mnemesh.memory.feedback.FeedbackDraft;
import io.mnemesh.memory.feedback.FeedbackSummary;
import io.mnemesh.memory.feedback.Rating;
import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Feedback over HTTP. */
@Path("/api/memories")
@Tag(name = "Feedback", description = "Say what was useful; searches learn from it")
@Produces(MediaType.APPLICATION_JSON)
public class FeedbackResource {

    private final Feedback feedback;
    private final CurrentIdentity identity;

    FeedbackResource(Feedback feedback, CurrentIdentity identity) {
        this.feedback = feedback;
        this.identity = identity;
    }

    @PUT
    @Path("/{id}/feedback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "giveFeedback",
            summary = "Say what the caller thinks of a memory, in place of what it said before",
            description = "Where the tenant learns associations, others in the same context may be pointed to what was"
                    + " useful; never to a memory of one person.")
    @APIResponse(responseCode = "200", description = "What all users think of it")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<FeedbackSummary> give(@PathParam("id") String id, @Nullable FeedbackDraft draft) {
        Identity caller = identity.get();
        Rating rating = FeedbackDraft.check(draft);
        return feedback.give(caller, MemoryIds.parse(id), rating, FeedbackDraft.place(draft));
    }

    @DELETE
    @Path("/{id}/feedback")
    @Operation(operationId = "withdrawFeedback", summary = "Take back what the caller said of a memory")
    @APIResponse(responseCode = "200", description = "What all other users think of it")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    public Uni<FeedbackSummary> withdraw(@PathParam("id") String id) {
        Identity caller = identity.get();
        return feedback.withdraw(caller, MemoryIds.parse(id));
    }

    @GET
    @Path("/{id}/feedback")
    @Operation(operationId = "getFeedback", summary = "What users think of a memory and the weight it has for that")
    @APIResponse(responseCode = "200", description = "Voices and weight")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's memory")
    public Uni<FeedbackSummary> summary(@PathParam("id") String id) {
        return feedback.summary(identity.tenant(), MemoryIds.parse(id));
    }
}

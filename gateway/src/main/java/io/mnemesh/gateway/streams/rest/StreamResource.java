package io.mnemesh.gateway.streams.rest;

import io.mnemesh.gateway.streams.DeadLetterPage;
import io.mnemesh.gateway.streams.PartitionList;
import io.mnemesh.gateway.streams.ReplayRequest;
import io.mnemesh.gateway.streams.Replayed;
import io.mnemesh.gateway.streams.StreamAdministration;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The event streams over HTTP: backlog, dead letters, replay. */
@Path("/api/mesh")
@Tag(name = "Operation", description = "Is it up?")
@RolesAllowed(Identity.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class StreamResource {

    private final StreamAdministration administration;
    private final CurrentIdentity caller;

    StreamResource(StreamAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @GET
    @Path("streams")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(summary = "Partitions and the backlog of every consumer group")
    public Uni<PartitionList> streams() {
        return administration.partitions().map(PartitionList::new);
    }

    @GET
    @Path("dead-letters")
    @Operation(summary = "Dead letters of a consumer group")
    public Uni<DeadLetterPage> deadLetters(
            @QueryParam("group") @Nullable String group,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return administration.list(caller.get(), group, limit, cursor);
    }

    @POST
    @Path("dead-letters/{group}/replay")
    @Operation(summary = "Handle all dead letters of a group once more")
    public Uni<Replayed> replayAll(@PathParam("group") String group) {
        return administration.replayAll(caller.get(), group);
    }

    @POST
    @Path("dead-letters/{group}/{id}/replay")
    @APIResponse(responseCode = "202", description = "It will be handled once more")
    @Operation(summary = "Handle one dead letter once more")
    public Uni<Response> replay(@PathParam("group") String group, @PathParam("id") String id) {
        return administration
                .replay(caller.get(), group, id)
                .map(ignored -> Response.accepted().build());
    }

    @DELETE
    @Path("dead-letters/{group}/{id}")
    @APIResponse(responseCode = "204", description = "Dropped")
    @Operation(summary = "Drop one dead letter")
    public Uni<Response> drop(@PathParam("group") String group, @PathParam("id") String id) {
        return administration
                .drop(caller.get(), group, id)
                .map(ignored -> Response.noContent().build());
    }

    @POST
    @Path("replay")
    @RolesAllowed(Identity.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "202", description = "The group reads from there")
    @Operation(summary = "Set a consumer group back or forth, by time or by entries")
    public Uni<Response> replay(@Nullable ReplayRequest request) {
        if (request == null) {
            throw ProblemException.invalid("group", "Send a JSON object with a group and 'from' or 'after'.");
        }
        return administration.replay(request).map(ignored -> Response.accepted().build());
    }
}

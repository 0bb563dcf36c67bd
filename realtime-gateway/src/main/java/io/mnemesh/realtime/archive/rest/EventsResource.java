package io.mnemesh.realtime.archive.rest;

import io.mnemesh.mesh.identity.CurrentToken;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.realtime.archive.EventArchive;
import io.mnemesh.realtime.archive.EventPage;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Past events over HTTP. */
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
public class EventsResource {

    private final EventArchive archive;
    private final CurrentIdentity identity;
    private final CurrentToken token;

    EventsResource(EventArchive archive, CurrentIdentity identity, CurrentToken token) {
        this.archive = archive;
        this.token = token;
        this.identity = identity;
    }

    /** The caller's tenant's events, oldest first unless {@code order=desc}. */
    @GET
    @Operation(summary = "Past events by type and time, page by page")
    public Uni<EventPage> events(
            @QueryParam("type") List<String> types,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("order") @Nullable String order,
            @QueryParam("limit") @Nullable String limit) {
        if (!token.verified().channelFilters().isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The token shows parts of channels only; past events are not among them.");
        }
        return archive.page(identity.tenant(), types, from, to, cursor, order, limit);
    }
}

package io.mnemesh.realtime.archive.rest;

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

    EventsResource(EventArchive archive, CurrentIdentity identity) {
        this.archive = archive;
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
        return archive.page(identity.tenant(), types, from, to, cursor, order, limit);
    }
}

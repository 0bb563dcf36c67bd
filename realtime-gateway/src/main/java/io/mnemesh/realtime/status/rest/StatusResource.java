package io.mnemesh.realtime.status.rest;

import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.realtime.status.SocketStatus;
import io.mnemesh.realtime.status.StatusService;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Connection statistics over HTTP. */
@Path("/websocket/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sockets")
public class StatusResource {

    private final StatusService status;
    private final CurrentIdentity identity;

    StatusResource(StatusService status, CurrentIdentity identity) {
        this.status = status;
        this.identity = identity;
    }

    /** What the sockets of the caller's tenant are doing, node by node. */
    @GET
    @Operation(summary = "Connections, subscriptions, messages and bytes of the sockets")
    public Uni<SocketStatus> status() {
        return status.status(identity.get());
    }
}

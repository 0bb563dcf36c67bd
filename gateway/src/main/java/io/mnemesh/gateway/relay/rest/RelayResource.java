package io.mnemesh.gateway.relay.rest;

import io.mnemesh.gateway.relay.RelayCore;
import io.mnemesh.gateway.relay.RelayStatus;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** RelayCore over HTTP, for operators. */
@Path("/api/v2/relaycore")
@Tag(name = "Operation", description = "Is it up?")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class RelayResource {

    private final RelayCore relay;

    RelayResource(RelayCore relay) {
        this.relay = relay;
    }

    @GET
    @Path("status")
    @NonBlocking
    @Operation(
            summary =
                    "Services and their instances as this gateway sees them: weights, limits, breakers, what is learned")
    public RelayStatus status() {
        return relay.status();
    }
}

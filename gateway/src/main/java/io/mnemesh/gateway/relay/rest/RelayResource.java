package io.mnemesh.gateway.relay.rest;

import io.mnemesh.gateway.relay.RelayAdministration;
import io.mnemesh.gateway.relay.RelayCore;
import io.mnemesh.gateway.relay.RelayReport;
import io.mnemesh.gateway.relay.RelayStatus;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
    private final RelayAdministration administration;
    private final CurrentIdentity caller;

    RelayResource(RelayCore relay, RelayAdministration administration, CurrentIdentity caller) {
        this.relay = relay;
        this.administration = administration;
        this.caller = caller;
    }

    @POST
    @Path("start")
    @Operation(summary = "Balance by what is learned again")
    public Uni<RelayReport> start() {
        return administration.start(caller.get());
    }

    @POST
    @Path("stop")
    @Operation(summary = "Send requests to the instances in turn, and learn nothing; of this gateway")
    public Uni<RelayReport> stop() {
        return administration.stop(caller.get());
    }

    @POST
    @Path("optimize")
    @Operation(summary = "Forget what was learned and learn anew; the answer tells what it was")
    public Uni<RelayReport> optimize() {
        return administration.optimize(caller.get());
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

package io.mnemesh.gateway.signing.rest;

import io.mnemesh.gateway.signing.SigningKeyAdministration;
import io.mnemesh.gateway.signing.SigningKeyList;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing keys over HTTP, for operators. */
@Path("/api/admin/signing-keys")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
public class SigningKeyResource {

    private final SigningKeyAdministration administration;
    private final CurrentIdentity caller;

    SigningKeyResource(SigningKeyAdministration administration, CurrentIdentity caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The published signing keys, and from when each signs")
    public Uni<SigningKeyList> list() {
        return administration.list();
    }

    @POST
    @Operation(summary = "Make the next signing key; it signs when every service knows it, and nobody is signed out")
    @APIResponse(responseCode = "200", description = "The published signing keys")
    @APIResponse(responseCode = "409", description = "The last key does not sign yet")
    public Uni<SigningKeyList> rotate() {
        return administration.rotate(caller.get());
    }
}

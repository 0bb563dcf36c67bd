package io.mnemesh.memory.retention.rest;

import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.retention.Retention;
import io.mnemesh.memory.retention.RetentionDraft;
import io.mnemesh.memory.retention.RetentionPolicies;
import io.mnemesh.memory.retention.RetentionPolicy;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
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

/** Retention policies over HTTP. */
@Path("/api/memories/retention")
@Tag(name = "Lifecycle", description = "Pin, archive, expire and retain memories")
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {

    private final Retention retention;
    private final CurrentIdentity identity;

    RetentionResource(Retention retention, CurrentIdentity identity) {
        this.retention = retention;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "listRetention", summary = "How long memories are kept")
    @APIResponse(responseCode = "200", description = "The policies of the tenant")
    public Uni<RetentionPolicies> all() {
        TenantId tenant = identity.tenant();
        return retention.all(tenant);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setDefaultRetention", summary = "How long memories of types without a policy are kept")
    @APIResponse(responseCode = "200", description = "The policy")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RetentionPolicy> setDefault(@Nullable RetentionDraft draft) {
        Identity caller = identity.get();
        return retention.set(caller, null, draft);
    }

    @DELETE
    @Operation(operationId = "removeDefaultRetention", summary = "Keep memories of types without a policy")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<Void> removeDefault() {
        Identity caller = identity.get();
        return retention.remove(caller, null);
    }

    @GET
    @Path("/{type}")
    @Operation(operationId = "getRetention", summary = "How long memories of a type are kept")
    @APIResponse(responseCode = "200", description = "The policy")
    @APIResponse(responseCode = "404", description = "not-found: the type has none of its own")
    @APIResponse(responseCode = "422", description = "invalid-value: there is no such type")
    public Uni<RetentionPolicy> of(@PathParam("type") String type) {
        TenantId tenant = identity.tenant();
        return retention.of(tenant, MemoryRules.type("type", type).name());
    }

    @PUT
    @Path("/{type}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setRetention",
            summary = "Say how long memories of a type are kept",
            description = "Those that are older or beyond the latest so many are archived or deleted within minutes,"
                    + " pinned ones excepted.")
    @APIResponse(responseCode = "200", description = "The policy")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RetentionPolicy> set(@PathParam("type") String type, @Nullable RetentionDraft draft) {
        Identity caller = identity.get();
        return retention.set(caller, MemoryRules.type("type", type).name(), draft);
    }

    @DELETE
    @Path("/{type}")
    @Operation(operationId = "removeRetention", summary = "Remove the policy of a type")
    @APIResponse(
            responseCode = "204",
            description = "Removed; the one for types without a policy holds, if there is one")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<Void> remove(@PathParam("type") String type) {
        Identity caller = identity.get();
        return retention.remove(caller, MemoryRules.type("type", type).name());
    }
}

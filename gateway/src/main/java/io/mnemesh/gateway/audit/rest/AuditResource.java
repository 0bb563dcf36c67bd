package io.mnemesh.gateway.audit.rest;

import io.mnemesh.gateway.accounts.rest.TenantParameter;
import io.mnemesh.gateway.audit.AuditAction;
import io.mnemesh.gateway.audit.AuditLog;
import io.mnemesh.gateway.audit.AuditPage;
import io.mnemesh.gateway.audit.AuditQuery;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit log over HTTP. */
@Path("/api/admin/audit")
@Tag(name = "Access", description = "Tenants, accounts, keys, sessions and tokens")
@RolesAllowed(Identity.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final AuditLog log;
    private final CurrentIdentity caller;

    AuditResource(AuditLog log, CurrentIdentity caller) {
        this.log = log;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "What was done to tenants, accounts, keys and sessions, latest first")
    public Uni<AuditPage> read(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("target") @Nullable String target,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return log.read(
                caller.get(),
                TenantParameter.read(tenant),
                new AuditQuery(actor, action(action), target),
                PageRequest.of(cursor, limit));
    }

    private static @Nullable AuditAction action(@Nullable String key) {
        try {
            return key == null ? null : AuditAction.of(key);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(
                    "action",
                    "An action is one of "
                            + Arrays.stream(AuditAction.values())
                                    .map(AuditAction::key)
                                    .toList()
                            + ".");
        }
    }
}

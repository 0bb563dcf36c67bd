package io.mnemesh.cacheservice.quotas.rest;

import io.mnemesh.cacheservice.access.Administration;
import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.cacheservice.quotas.Quota;
import io.mnemesh.cacheservice.quotas.QuotaReport;
import io.mnemesh.cacheservice.quotas.Quotas;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Quotas over HTTP. No namespace begins with an underscore, so no key is hidden by this path. */
@Path("/api/cache/_admin/quotas")
@Tag(name = "Cache administration", description = "Quotas and metrics of the cache")
@Produces(MediaType.APPLICATION_JSON)
public class QuotaResource {

    private final Quotas quotas;
    private final CurrentIdentity identity;

    QuotaResource(Quotas quotas, CurrentIdentity identity) {
        this.quotas = quotas;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listCacheQuotas",
            summary = "Quotas of the caller's tenant and what it stores",
            description = "What has ended counts until it is deleted, within a minute.")
    @APIResponse(responseCode = "200", description = "The quotas")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin or the scope cache:admin")
    public Uni<QuotaReport> list() {
        return quotas.report(Administration.require(identity.get()).tenant());
    }

    @PUT
    @Path("/namespaces/{namespace}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setCacheNamespaceQuota",
            summary = "Set the quota of a namespace",
            description = "What is there already stays; puts that would store more than the quota are answered with"
                    + " quota-exceeded.")
    @APIResponse(responseCode = "200", description = "The quota")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin or the scope cache:admin")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Quota> setNamespace(
            @PathParam("namespace") @Parameter(example = "docs") String namespace, @Nullable Quota quota) {
        TenantId tenant = Administration.require(identity.get()).tenant();
        Quota given = given(quota);
        return quotas.setNamespace(tenant, ObjectAddress.checkNamespace(namespace), given)
                .replaceWith(given);
    }

    @DELETE
    @Path("/namespaces/{namespace}")
    @Operation(operationId = "deleteCacheNamespaceQuota", summary = "Lift the quota of a namespace")
    @APIResponse(responseCode = "204", description = "There is none any more")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role admin or the scope cache:admin")
    @APIResponse(responseCode = "404", description = "not-found: the namespace has no quota")
    public Uni<Response> deleteNamespace(@PathParam("namespace") @Parameter(example = "docs") String namespace) {
        TenantId tenant = Administration.require(identity.get()).tenant();
        return quotas.deleteNamespace(tenant, ObjectAddress.checkNamespace(namespace))
                .map(QuotaResource::deleted);
    }

    @GET
    @Path("/tenants/{tenant}")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(operationId = "getCacheTenantQuotas", summary = "Quotas of a tenant and what it stores, for operators")
    @APIResponse(responseCode = "200", description = "The quotas")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    public Uni<QuotaReport> tenant(@PathParam("tenant") @Parameter(example = "acme") String tenant) {
        return quotas.report(tenantId(tenant));
    }

    @PUT
    @Path("/tenants/{tenant}")
    @RolesAllowed(Identity.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setCacheTenantQuota", summary = "Set the quota of a tenant, for operators")
    @APIResponse(responseCode = "200", description = "The quota")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Quota> setTenant(
            @PathParam("tenant") @Parameter(example = "acme") String tenant, @Nullable Quota quota) {
        Quota given = given(quota);
        return quotas.setTenant(tenantId(tenant), given).replaceWith(given);
    }

    @DELETE
    @Path("/tenants/{tenant}")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(
            operationId = "deleteCacheTenantQuota",
            summary = "Lift the quota of a tenant, for operators",
            description = "From then on it has the one of tenants without their own.")
    @APIResponse(responseCode = "204", description = "It has none of its own any more")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "404", description = "not-found: the tenant has none of its own")
    public Uni<Response> deleteTenant(@PathParam("tenant") @Parameter(example = "acme") String tenant) {
        return quotas.deleteTenant(tenantId(tenant)).map(QuotaResource::deleted);
    }

    @PUT
    @Path("/default")
    @RolesAllowed(Identity.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setCommonCacheQuota",
            summary = "Set the quota of every tenant that has none of its own, for operators")
    @APIResponse(responseCode = "200", description = "The quota")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Quota> setCommon(@Nullable Quota quota) {
        Quota given = given(quota);
        return quotas.setCommon(given).replaceWith(given);
    }

    @DELETE
    @Path("/default")
    @RolesAllowed(Identity.OPERATOR)
    @Operation(
            operationId = "deleteCommonCacheQuota",
            summary = "Lift the quota of tenants that have none of their own, for operators")
    @APIResponse(responseCode = "204", description = "There is none any more")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    public Uni<Response> deleteCommon() {
        return quotas.setCommon(null).map(done -> Response.noContent().build());
    }

    private static Response deleted(boolean there) {
        if (!there) {
            throw ProblemException.notFound("There is no such quota.");
        }
        return Response.noContent().build();
    }

    private static Quota given(@Nullable Quota quota) {
        if (quota == null) {
            throw ProblemException.invalid("maxEntries", "Send a JSON object with maxEntries, maxBytes or both.");
        }
        return quota;
    }

    private static TenantId tenantId(String name) {
        try {
            return new TenantId(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("tenant", String.valueOf(e.getMessage()));
        }
    }
}

package io.mnemesh.gateway.quotas.rest;

import io.mnemesh.gateway.accounts.rest.TenantParameter;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.quotas.UsagePage;
import io.mnemesh.gateway.quotas.UsageReports;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Usage over HTTP. */
@Path("/api/usage")
@Tag(name = "Quotas", description = "Plans and usage of tenants")
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {

    private final UsageReports reports;
    private final CurrentIdentity caller;

    UsageResource(UsageReports reports, CurrentIdentity caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Requests and cost units of the own tenant by day and service; of any for operators")
    public Uni<UsagePage> read(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return reports.read(
                caller.get(),
                TenantParameter.read(tenant),
                day("from", from),
                day("to", to),
                PageRequest.of(cursor, limit));
    }

    private static @Nullable LocalDate day(String field, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid(field, "Send a day as in 2026-11-27.");
        }
    }
}

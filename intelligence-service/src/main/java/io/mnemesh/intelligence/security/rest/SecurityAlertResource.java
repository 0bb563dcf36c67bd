package io.mnemesh.intelligence.security.rest;

import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.intelligence.security.SecurityAlerts;
import io.mnemesh.intelligence.security.profile.AlertKind;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Security alerts over HTTP, for administrators of the tenant they are about. */
@Path("/api/v2/ai/security-alerts")
@Tag(name = "Security alerts", description = "Unusual use of tokens and of the tenant")
@RolesAllowed({Identity.ADMIN, Identity.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public class SecurityAlertResource {

    private final SecurityAlerts alerts;
    private final CurrentIdentity identity;

    SecurityAlertResource(SecurityAlerts alerts, CurrentIdentity identity) {
        this.alerts = alerts;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listSecurityAlerts",
            summary = "What was unusual of the use of tokens and of the tenant",
            description = "What is unusual again within a day adds to its alert.")
    @APIResponse(responseCode = "200", description = "A page of alerts, the latest first")
    @APIResponse(responseCode = "403", description = "forbidden: only administrators may")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<SecurityAlertPage> list(
            @QueryParam("kind") @Parameter(description = "Only of this kind", example = "new-network") @Nullable
                    String kind,
            @QueryParam("acknowledged")
                    @Parameter(description = "Only those that are (true) or are not (false)", example = "false")
                    @Nullable
                    String acknowledged,
            @QueryParam("limit") @Parameter(description = "Most alerts, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        int size = PageSize.of(limit);
        return alerts.page(
                        identity.tenant(),
                        kind(kind),
                        acknowledged(acknowledged),
                        cursor == null ? null : PageCursor.position(cursor),
                        size + 1)
                .map(found -> SecurityAlertPage.of(found, size));
    }

    @POST
    @Path("/{id}/acknowledge")
    @Operation(
            operationId = "acknowledgeSecurityAlert",
            summary = "Note that somebody looked at an alert",
            description = "Doing it again changes nothing.")
    @APIResponse(responseCode = "200", description = "The alert")
    @APIResponse(responseCode = "403", description = "forbidden: only administrators may")
    @APIResponse(responseCode = "404", description = "not-found: there is no such alert")
    public Uni<SecurityAlertView> acknowledge(
            @PathParam("id") @Parameter(example = "0193a1de-4b7c-7e2a-9c1d-2f6b8a4d0e0a") String id) {
        return alerts.acknowledge(identity.tenant(), id(id), identity.get().subject())
                .map(SecurityAlertView::of);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no alert of this id.");
        }
    }

    private static @Nullable AlertKind kind(@Nullable String text) {
        return text == null
                ? null
                : AlertKind.of(text).orElseThrow(() -> ProblemException.invalid("kind", "There is no such kind."));
    }

    private static @Nullable Boolean acknowledged(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw ProblemException.invalid("acknowledged", "It is true or false.");
        };
    }
}

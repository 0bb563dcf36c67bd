package io.mnemesh.intelligence.association.rest;

import io.mnemesh.intelligence.association.Associations;
import io.mnemesh.intelligence.association.Consent;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Associations over HTTP, and who takes part in them. */
@Path("/api/ai/associations")
@Tag(name = "Associations", description = "What others of the tenant found useful in the same context")
@Produces(MediaType.APPLICATION_JSON)
public class AssociationResource {

    private static final String INVALID = "invalid-value, with the field";

    private final Associations associations;
    private final Consent consent;
    private final CurrentIdentity identity;

    AssociationResource(Associations associations, Consent consent, CurrentIdentity identity) {
        this.associations = associations;
        this.consent = consent;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "findAssociations",
            summary = "What others found useful in the same context",
            description =
                    "Only what the caller may read and enough other users found useful; the caller's own feedback does"
                            + " not count. Where the tenant does not learn, or the caller takes no part, the answer says so.")
    @APIResponse(responseCode = "200", description = "Memories, the strongest first; or what is missing")
    @APIResponse(responseCode = "422", description = INVALID)
    @APIResponse(responseCode = "502", description = "upstream-failed: the answer of memory-service cannot be read")
    @APIResponse(responseCode = "503", description = "unavailable: it cannot be asked what the caller may read")
    @APIResponse(responseCode = "504", description = "deadline-exceeded: memory-service did not answer in time")
    public Uni<AssociationsView> find(@Nullable AssociationsRequest request) {
        Identity caller = identity.get();
        if (request == null) {
            throw AssociationsRequest.none();
        }
        return associations.suggest(caller, request.keys(), request.size()).map(AssociationsView::of);
    }

    @GET
    @Path("/settings")
    @Operation(operationId = "getAssociationSetting", summary = "Whether the tenant learns associations")
    @APIResponse(responseCode = "200", description = "The switch")
    public Uni<SettingView> setting() {
        return consent.setting(identity.tenant()).map(SettingView::of);
    }

    @PUT
    @Path("/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Identity.ADMIN, Identity.OPERATOR})
    @Operation(
            operationId = "setAssociationSetting",
            summary = "Let the tenant learn associations, or not",
            description =
                    "Learned is what users say from then on. Turning it off deletes all that was learned. Saying the"
                            + " same again changes nothing.")
    @APIResponse(responseCode = "200", description = "The switch")
    @APIResponse(responseCode = "403", description = "forbidden: only administrators may")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<SettingView> set(SettingView.@Nullable Body body) {
        Identity caller = identity.get();
        Boolean enabled = body == null ? null : body.enabled();
        if (enabled == null) {
            throw ProblemException.invalid("enabled", "It is needed: true or false.");
        }
        return consent.turn(caller, enabled).map(SettingView::of);
    }

    @GET
    @Path("/settings/changes")
    @RolesAllowed({Identity.ADMIN, Identity.OPERATOR})
    @Operation(operationId = "listAssociationSettingChanges", summary = "Who turned it on and off, the latest first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "403", description = "forbidden: only administrators may")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<SettingView.Page> changes(
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        int size = PageSize.of(limit);
        return consent.changes(identity.tenant(), cursor == null ? null : PageCursor.position(cursor), size + 1)
                .map(found -> SettingView.Page.of(found, size));
    }

    @GET
    @Path("/participation")
    @Operation(operationId = "getAssociationParticipation", summary = "Whether the caller takes part")
    @APIResponse(
            responseCode = "200",
            description = "The choice; who has not chosen takes part where the tenant learns")
    public Uni<ParticipationView> participation() {
        return consent.takesPart(identity.get()).map(ParticipationView::new);
    }

    @PUT
    @Path("/participation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setAssociationParticipation",
            summary = "Take part, or not",
            description =
                    "Who takes no part is not learned from and not answered, and what they found useful is deleted.")
    @APIResponse(responseCode = "200", description = "The choice")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<ParticipationView> choose(@Nullable ParticipationView body) {
        Identity caller = identity.get();
        Boolean takesPart = body == null ? null : body.takesPart();
        if (takesPart == null) {
            throw ProblemException.invalid("takesPart", "It is needed: true or false.");
        }
        return consent.choose(caller, takesPart).map(ParticipationView::new);
    }
}

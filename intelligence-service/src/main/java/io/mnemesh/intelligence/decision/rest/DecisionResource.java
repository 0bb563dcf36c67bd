package io.mnemesh.intelligence.decision.rest;

import io.mnemesh.intelligence.decision.Decision;
import io.mnemesh.intelligence.decision.DecisionAnalyzer;
import io.mnemesh.intelligence.decision.DecisionFilter;
import io.mnemesh.intelligence.decision.Decisions;
import io.mnemesh.intelligence.decision.rest.AnalysisView.ModelView;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Decisions over HTTP. */
@Path("/api/ai")
@Tag(name = "Decisions", description = "Decisions, how they ended, and how others may end")
@Produces(MediaType.APPLICATION_JSON)
public class DecisionResource {

    private static final String INVALID = "invalid-value, with the field";
    private static final String NOT_FOUND = "not-found";

    private final Decisions decisions;
    private final DecisionAnalyzer analyzer;
    private final CurrentIdentity identity;
    private final Ids ids;
    private final Clock clock;

    DecisionResource(Decisions decisions, DecisionAnalyzer analyzer, CurrentIdentity identity, Ids ids, Clock clock) {
        this.decisions = decisions;
        this.analyzer = analyzer;
        this.identity = identity;
        this.ids = ids;
        this.clock = clock;
    }

    @POST
    @Path("/decisions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordDecision",
            summary = "Record a decision, to be learned from when it has ended",
            description = "It is told as decision_recorded. Recording it again under its id changes nothing.")
    @APIResponse(
            responseCode = "201",
            description = "The decision as it is recorded",
            content = @Content(schema = @Schema(implementation = DecisionView.class)))
    @APIResponse(responseCode = "409", description = "conflict: another decision has or had this id")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<RestResponse<DecisionView>> record(@Nullable DecisionBody body) {
        TenantId tenant = identity.tenant();
        Decision decision = DecisionRules.decision(body, ids.next(), now());
        return decisions
                .record(tenant, decision, identity.get().subject())
                .map(recorded -> RestResponse.status(RestResponse.Status.CREATED, DecisionView.of(recorded)));
    }

    @PUT
    @Path("/decisions/{id}/outcome")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setDecisionOutcome",
            summary = "Say how a decision ended, or correct it",
            description = "Saying the same again changes nothing. Null takes back what was said.")
    @APIResponse(responseCode = "200", description = "The decision")
    @APIResponse(responseCode = "404", description = NOT_FOUND)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<DecisionView> end(@PathParam("id") String id, @Nullable OutcomeBody body) {
        TenantId tenant = identity.tenant();
        if (body == null) {
            throw ProblemException.invalid("outcome", "An outcome is needed, or null to take it back.");
        }
        String outcome = body.outcome() == null ? null : DecisionRules.name("outcome", body.outcome());
        Instant at = body.at() == null ? null : DecisionRules.time("at", body.at());
        return decisions.end(tenant, id(id), outcome, at).map(DecisionView::of);
    }

    @GET
    @Path("/decisions/{id}")
    @Operation(operationId = "getDecision", summary = "Get a decision")
    @APIResponse(responseCode = "200", description = "The decision")
    @APIResponse(responseCode = "404", description = NOT_FOUND)
    public Uni<DecisionView> get(@PathParam("id") String id) {
        return decisions.find(identity.tenant(), id(id)).map(DecisionView::of);
    }

    @DELETE
    @Path("/decisions/{id}")
    @Operation(operationId = "deleteDecision", summary = "Delete a decision and what was learned with it")
    @APIResponse(responseCode = "204", description = "It is gone and does not come back")
    @APIResponse(responseCode = "404", description = NOT_FOUND)
    public Uni<Void> delete(@PathParam("id") String id) {
        return decisions.delete(identity.tenant(), id(id));
    }

    @GET
    @Path("/decisions")
    @Operation(operationId = "listDecisions", summary = "List decisions, the latest first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<DecisionView.Page> list(
            @QueryParam("kind") @Parameter(description = "Only of this kind", example = "discount") @Nullable
                    String kind,
            @QueryParam("outcome") @Parameter(description = "Only those that ended so", example = "won") @Nullable
                    String outcome,
            @QueryParam("ended")
                    @Parameter(description = "Only those that have ended, or have not", example = "true")
                    @Nullable
                    String ended,
            @QueryParam("from") @Parameter(description = "Decided then or later") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Decided before") @Nullable String to,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        if (ended != null && !ended.equals("true") && !ended.equals("false")) {
            throw ProblemException.invalid("ended", "It is true or false, or left out.");
        }
        var filter = new DecisionFilter(
                kind == null ? null : DecisionRules.name("kind", kind),
                outcome == null ? null : DecisionRules.name("outcome", outcome),
                ended == null ? null : Boolean.valueOf(ended),
                from == null ? null : time("from", from),
                to == null ? null : time("to", to));
        int size = PageSize.of(limit);
        Position after = cursor == null ? null : PageCursor.position(cursor);
        return decisions.page(tenant, filter, after, size + 1).map(found -> {
            List<DecisionView> items =
                    found.stream().limit(size).map(DecisionView::of).toList();
            Decision last = found.size() > size ? found.get(size - 1) : null;
            return new DecisionView.Page(
                    items, last == null ? null : PageCursor.of(new Position(last.decidedAt(), last.id())));
        });
    }

    @POST
    @Path("/analyze-decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "analyzeDecision",
            summary = "How a decision may end, why, what was alike, and what would change it",
            description = "Learned from decisions of the kind that have ended. The decision is not stored. What goes"
                    + " together with an outcome is a correlation unless the feature was set deliberately or at"
                    + " random.")
    @APIResponse(responseCode = "200", description = "What is known; with too little evidence it says what is missing")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<AnalysisView> analyze(@Nullable AnalyzeDecisionRequest request) {
        TenantId tenant = identity.tenant();
        return analyzer.analyze(tenant, DecisionRules.question(request)).map(AnalysisView::of);
    }

    @GET
    @Path("/decision-models")
    @Operation(
            operationId = "listDecisionModels",
            summary = "List the latest models and what they were learned from, the latest first")
    @APIResponse(responseCode = "200", description = "At most 100")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<List<ModelView>> models(
            @QueryParam("kind") @Parameter(description = "Only of this kind") @Nullable String kind,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 100", example = "20") @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        String name = kind == null ? null : DecisionRules.name("kind", kind);
        return analyzer.versions(tenant, name, PageSize.of(limit))
                .map(found -> found.stream().map(ModelView::of).toList());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant time(String field, String told) {
        try {
            return DecisionRules.time(field, Instant.parse(told));
        } catch (DateTimeException e) {
            throw ProblemException.invalid(field, "The time must be like 2026-11-01T10:00:00Z.");
        }
    }

    /** What is no id names nothing that is there. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no decision of this id.");
        }
    }
}

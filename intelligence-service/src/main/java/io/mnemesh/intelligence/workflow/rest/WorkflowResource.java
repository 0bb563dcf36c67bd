package io.mnemesh.intelligence.workflow.rest;

import io.mnemesh.intelligence.workflow.Workflows;
import io.mnemesh.intelligence.workflow.model.Findings.Activity;
import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Pattern;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import io.mnemesh.intelligence.workflow.rest.FlowViews.EdgePage;
import io.mnemesh.intelligence.workflow.rest.FlowViews.EdgeView;
import io.mnemesh.intelligence.workflow.rest.FlowViews.PatternPage;
import io.mnemesh.intelligence.workflow.rest.FlowViews.PatternView;
import io.mnemesh.intelligence.workflow.rest.FlowViews.ProfileDetail;
import io.mnemesh.intelligence.workflow.rest.FlowViews.ProfilePage;
import io.mnemesh.intelligence.workflow.rest.FlowViews.ProfileView;
import io.mnemesh.intelligence.workflow.rest.FlowViews.SummaryView;
import io.mnemesh.intelligence.workflow.rest.FlowViews.VariantPage;
import io.mnemesh.intelligence.workflow.rest.FlowViews.VariantView;
import io.mnemesh.intelligence.workflow.rest.Paging.Order;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Workflows over HTTP. */
@Path("/api/ai")
@Tag(name = "Workflows", description = "What was learned from the steps of cases")
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowResource {

    private static final double STANDARD_SHARE = 0.1;
    private static final String LIMIT = "Most items, 1 to 100";
    private static final String CURSOR = "nextCursor of the page before";
    private static final String PAGE = "A page";
    private static final String INVALID = "invalid-value, with the field";

    private final Workflows workflows;
    private final CurrentIdentity identity;

    WorkflowResource(Workflows workflows, CurrentIdentity identity) {
        this.workflows = workflows;
        this.identity = identity;
    }

    @POST
    @Path("/predict-tasks")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "predictTasks",
            summary = "Predict what comes next in a case",
            description =
                    "Of a case whose steps were stored as memories of type workflow_step, or after steps that are told"
                            + " here and not stored. With too little evidence the answer says what is missing.")
    @APIResponse(responseCode = "200", description = "The likeliest tasks with calibrated probabilities")
    @APIResponse(responseCode = "404", description = "not-found: no such case")
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<ForecastView> predict(@Nullable PredictTasksRequest request) {
        TenantId tenant = identity.tenant();
        if (request == null) {
            throw ProblemException.invalid("caseId", "The id of a case or a history is needed.");
        }
        return workflows.predict(tenant, request.question()).map(ForecastView::of);
    }

    @GET
    @Path("/workflows/graph")
    @Operation(
            operationId = "getWorkflowGraph",
            summary = "What directly follows what, the most frequent first",
            description = "The directly-follows graph: each item is one of its edges.")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<EdgePage> graph(
            @QueryParam("limit") @Parameter(description = LIMIT, example = "20") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = CURSOR) @Nullable String cursor) {
        return edges(Paging.of(limit, cursor), Function.identity(), Edge::count);
    }

    @GET
    @Path("/workflows/bottlenecks")
    @Operation(operationId = "listBottlenecks", summary = "Where cases wait, those that cost most time in all first")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<EdgePage> bottlenecks(
            @QueryParam("limit") @Parameter(description = LIMIT, example = "20") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = CURSOR) @Nullable String cursor) {
        return edges(Paging.of(limit, cursor), WorkflowResource::slowestFirst, WorkflowResource::waited);
    }

    private Uni<EdgePage> edges(Paging paging, Function<List<Edge>, List<Edge>> sorting, ToLongFunction<Edge> number) {
        TenantId tenant = identity.tenant();
        return workflows
                .summary(tenant)
                .flatMap(learned -> workflows.edges(tenant).map(edges -> {
                    var page = paging.of(sorting.apply(edges), order(number, edge -> edge.from() + '\n' + edge.to()));
                    return new EdgePage(
                            SummaryView.of(learned),
                            page.items().stream().map(EdgeView::of).toList(),
                            page.next());
                }));
    }

    @GET
    @Path("/workflows/variants")
    @Operation(operationId = "listVariants", summary = "The ways that cases took, the most frequent first")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<VariantPage> variants(
            @QueryParam("limit") @Parameter(description = LIMIT, example = "20") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = CURSOR) @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        Paging paging = Paging.of(limit, cursor);
        return workflows
                .summary(tenant)
                .flatMap(learned -> workflows.variants(tenant).map(variants -> {
                    var page = paging.of(variants, order(Variant::cases, one -> String.join("\n", one.activities())));
                    return new VariantPage(
                            SummaryView.of(learned),
                            page.items().stream()
                                    .map(one -> VariantView.of(one, learned.cases()))
                                    .toList(),
                            page.next());
                }));
    }

    @GET
    @Path("/workflows/patterns")
    @Operation(
            operationId = "listWorkflowPatterns",
            summary = "Activities that many cases have in the same order, those of most cases first",
            description = "Closed sequential patterns: none is contained in a longer one that as many cases have.")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<PatternPage> patterns(
            @QueryParam("share")
                    @Parameter(description = "Least share of the cases, 0.01 to 1", example = "0.1")
                    @Nullable
                    String share,
            @QueryParam("limit") @Parameter(description = LIMIT, example = "20") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = CURSOR) @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        Paging paging = Paging.of(limit, cursor);
        return workflows.patterns(tenant, share(share)).map(found -> {
            var page = paging.of(
                    found.patterns().found(),
                    order(Pattern::cases, (Pattern one) -> String.join("\n", one.activities())));
            return new PatternPage(
                    found.patterns().complete(),
                    page.items().stream()
                            .map(one -> new PatternView(
                                    found.id(one.activities()),
                                    one.activities(),
                                    one.cases(),
                                    Rounding.share(one.cases(), found.cases())))
                            .toList(),
                    page.next());
        });
    }

    @GET
    @Path("/workflows/profiles")
    @Operation(
            operationId = "listActivityProfiles",
            summary = "When activities are done, the most frequent first",
            description = "Steps by the hour of the day and the day of the week, in UTC.")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "422", description = INVALID)
    public Uni<ProfilePage> profiles(
            @QueryParam("limit") @Parameter(description = LIMIT, example = "20") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = CURSOR) @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        Paging paging = Paging.of(limit, cursor);
        return workflows.activities(tenant).map(activities -> {
            var page = paging.of(activities, order(Activity::steps, Activity::name));
            return new ProfilePage(page.items().stream().map(ProfileView::of).toList(), page.next());
        });
    }

    @GET
    @Path("/workflows/profiles/{activity}")
    @Operation(operationId = "getActivityProfile", summary = "When an activity is done, by the hour of the week")
    @APIResponse(responseCode = "200", description = "The profile")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<ProfileDetail> profile(@PathParam("activity") String activity) {
        return workflows.activity(identity.tenant(), activity).map(ProfileDetail::of);
    }

    private static List<Edge> slowestFirst(List<Edge> edges) {
        return edges.stream()
                .sorted(Comparator.comparingLong((Edge edge) -> -waited(edge))
                        .thenComparing(Edge::from)
                        .thenComparing(Edge::to))
                .toList();
    }

    /** All waits of an edge together, ms. */
    private static long waited(Edge edge) {
        return Math.round(edge.mean() * edge.count());
    }

    private static <T> Order<T> order(ToLongFunction<T> number, Function<T, String> text) {
        return new Order<>() {
            @Override
            public long number(T item) {
                return number.applyAsLong(item);
            }

            @Override
            public String text(T item) {
                return text.apply(item);
            }
        };
    }

    private static double share(@Nullable String share) {
        if (share == null) {
            return STANDARD_SHARE;
        }
        try {
            double value = Double.parseDouble(share);
            if (value >= 0.01 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw badShare();
        }
        throw badShare();
    }

    private static ProblemException badShare() {
        return ProblemException.invalid("share", "The share must be a number from 0.01 to 1.");
    }
}

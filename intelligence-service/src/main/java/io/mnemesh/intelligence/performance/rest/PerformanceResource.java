package io.mnemesh.intelligence.performance.rest;

import io.mnemesh.intelligence.performance.MetricRecorder;
import io.mnemesh.intelligence.performance.PerformanceInsights;
import io.mnemesh.intelligence.performance.PerformanceInsights.Given;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Metrics and performance insights over HTTP. */
@Path("/api/ai")
@Tag(name = "Performance", description = "What is unusual of metrics, what changed, and what to do about it")
@Produces(MediaType.APPLICATION_JSON)
public class PerformanceResource {

    private static final int MOST_POINTS = 1_000;
    private static final int MOST_SERIES = 12;
    private static final int MOST_GIVEN = 5_000;

    private final PerformanceInsights insights;
    private final MetricRecorder recorder;
    private final CurrentIdentity identity;

    PerformanceResource(PerformanceInsights insights, MetricRecorder recorder, CurrentIdentity identity) {
        this.insights = insights;
        this.recorder = recorder;
        this.identity = identity;
    }

    /** @param accepted points that are certain to arrive */
    public record Recorded(int accepted) {}

    @POST
    @Path("/metrics")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordMetric",
            summary = "Tell the mesh of measured values of one series",
            description =
                    "They are published as metric_recorded and learned from. A series has one point a second; points"
                            + " dated before what was judged already are stored and not judged.")
    @APIResponse(
            responseCode = "202",
            description = "They are certain to arrive",
            content = @Content(schema = @Schema(implementation = Recorded.class)))
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<RestResponse<Recorded>> metrics(@Nullable MetricBody body) {
        TenantId tenant = identity.tenant();
        Given given = MetricRules.read("", body, MOST_POINTS);
        List<MetricRecorded.Point> points = given.points().stream()
                .map(point -> new MetricRecorded.Point(point.at(), point.value()))
                .toList();
        return recorder.record(tenant, given.name(), given.unit(), given.better(), points)
                .replaceWith(RestResponse.status(RestResponse.Status.ACCEPTED, new Recorded(points.size())));
    }

    @GET
    @Path("/performance-insights")
    @Operation(
            operationId = "getPerformanceInsights",
            summary = "What is known of the metrics with the latest points",
            description =
                    "Change points, correlations with their lag and sample size, the latest anomalies, and what is worth"
                            + " doing. With too little evidence it says what is missing.")
    @APIResponse(responseCode = "200", description = "What is known")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<PerformanceView> insights(
            @QueryParam("metric")
                    @Parameter(description = "Only this metric", example = "request_latency_p95")
                    @Nullable
                    String metric,
            @QueryParam("source") @Parameter(description = "Only of this source", example = "gateway") @Nullable
                    String source) {
        return stored(metric, source);
    }

    @POST
    @Path("/performance-insights")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "analyzePerformance",
            summary = "What series that are given say, or what is known of those that are stored",
            description = "Series in the request are looked at by themselves and not stored.")
    @APIResponse(responseCode = "200", description = "What is known")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<PerformanceView> analyze(@Nullable InsightsRequest request) {
        if (request == null || request.series() == null) {
            return request == null ? stored(null, null) : stored(request.metric(), request.source());
        }
        identity.tenant();
        List<@Nullable MetricBody> series = request.series();
        if (series.isEmpty() || series.size() > MOST_SERIES) {
            throw ProblemException.invalid("series", "1 to " + MOST_SERIES + " series are needed, or none at all.");
        }
        List<Given> given = IntStream.range(0, series.size())
                .mapToObj(i -> MetricRules.read("series[" + i + "].", series.get(i), MOST_GIVEN))
                .toList();
        var names = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            if (!names.add(given.get(i).name())) {
                throw ProblemException.invalid(
                        "series[" + i + "]", "A series of this metric and source was given before.");
            }
        }
        return insights.ofGiven(given).map(report -> PerformanceView.of(report, false));
    }

    private Uni<PerformanceView> stored(@Nullable String metric, @Nullable String source) {
        TenantId tenant = identity.tenant();
        return insights.of(
                        tenant,
                        metric == null ? null : MetricRules.metric("metric", metric),
                        source == null ? null : MetricRules.source("source", source))
                .map(report -> PerformanceView.of(report, true));
    }
}

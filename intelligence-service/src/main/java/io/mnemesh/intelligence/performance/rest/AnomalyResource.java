package io.mnemesh.intelligence.performance.rest;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.performance.Anomaly;
import io.mnemesh.intelligence.performance.AnomalyFilter;
import io.mnemesh.intelligence.performance.PerformanceInsights;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Anomalies over HTTP. */
@Path("/api/v2/ai")
@Tag(name = "Performance", description = "What is unusual of metrics, what changed, and what to do about it")
@Produces(MediaType.APPLICATION_JSON)
public class AnomalyResource {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final String NOTHING_FOUND = "Points of a metric that are unusual: the first " + Ensemble.LEAST
            + " points of each series are watched and not judged, and of those after none that fits was.";

    private final PerformanceInsights insights;
    private final CurrentIdentity identity;

    AnomalyResource(PerformanceInsights insights, CurrentIdentity identity) {
        this.insights = insights;
        this.identity = identity;
    }

    @GET
    @Path("/anomalies")
    @Operation(
            operationId = "listAnomalies",
            summary = "List anomalies of metrics, the latest first",
            description = "Unusual points that follow each other closely are one anomaly.")
    @APIResponse(responseCode = "200", description = "A page; if nothing was found it says what is missing")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<AnomalyPage> anomalies(
            @QueryParam("metric")
                    @Parameter(description = "Only this metric", example = "request_latency_p95")
                    @Nullable
                    String metric,
            @QueryParam("source") @Parameter(description = "Only of this source", example = "gateway") @Nullable
                    String source,
            @QueryParam("level")
                    @Parameter(description = "At least this level: low, medium or high", example = "medium")
                    @Nullable
                    String level,
            @QueryParam("from")
                    @Parameter(
                            description = "Those that went on at this time or later",
                            example = "2026-11-01T00:00:00Z")
                    @Nullable
                    String from,
            @QueryParam("to")
                    @Parameter(description = "Those that began before this time", example = "2026-11-02T00:00:00Z")
                    @Nullable
                    String to,
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        var filter = new AnomalyFilter(
                metric == null ? null : MetricRules.metric("metric", metric),
                source == null ? null : MetricRules.source("source", source),
                level == null ? null : level(level),
                from == null ? null : time("from", from),
                to == null ? null : time("to", to));
        int size = PageSize.of(limit);
        Position after = cursor == null ? null : PageCursor.position(cursor);
        return insights.anomalies(tenant, filter, after, size + 1).map(found -> page(found, size, after == null));
    }

    private static AnomalyPage page(List<Anomaly> found, int size, boolean isFirst) {
        List<AnomalyView> items =
                found.stream().limit(size).map(one -> AnomalyView.of(one, true)).toList();
        String next = null;
        if (found.size() > size) {
            Anomaly last = found.get(size - 1);
            next = PageCursor.of(new Position(last.startedAt(), last.id()));
        }
        return new AnomalyPage(items, next, isFirst && items.isEmpty() ? List.of(NOTHING_FOUND) : List.of());
    }

    private static Level level(String text) {
        return Arrays.stream(Level.values())
                .filter(level -> level.text().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("level", "The level is low, medium or high."));
    }

    private static Instant time(String field, String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw badTime(field);
        }
        throw badTime(field);
    }

    private static ProblemException badTime(String field) {
        return ProblemException.invalid(field, "A time is written like 2026-11-01T10:00:00Z.");
    }
}

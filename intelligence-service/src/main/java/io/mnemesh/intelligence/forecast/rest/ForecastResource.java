package io.mnemesh.intelligence.forecast.rest;

import io.mnemesh.intelligence.forecast.Forecasts;
import io.mnemesh.intelligence.forecast.Forecasts.Ahead;
import io.mnemesh.intelligence.performance.rest.MetricRules;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Forecasts over HTTP. */
@Path("/api/ai")
@Tag(name = "Forecast", description = "What comes next in a series, and when it reaches its limit")
@Produces(MediaType.APPLICATION_JSON)
public class ForecastResource {

    private final Forecasts forecasts;
    private final CurrentIdentity identity;

    ForecastResource(Forecasts forecasts, CurrentIdentity identity) {
        this.forecasts = forecasts;
        this.identity = identity;
    }

    @POST
    @Path("/forecast")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "forecastSeries",
            summary = "Forecast a metric, or a series that is given",
            description =
                    "Several methods, weighed by how they did from earlier times, with intervals from what they were off"
                            + " by. A series in the request is not stored. With too little evidence the answer says what"
                            + " is missing.")
    @APIResponse(responseCode = "200", description = "The forecast with its candidates and evidence")
    @APIResponse(responseCode = "404", description = "not-found: no points of such a metric were recorded")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<SeriesForecastView> forecast(@Nullable ForecastRequest request) {
        TenantId tenant = identity.tenant();
        if (request == null || (request.metric() == null) == (request.points() == null)) {
            throw ProblemException.invalid(
                    "metric", "Either the name of a metric or the points of a series are needed, and not both.");
        }
        Ahead ahead = request.ahead();
        var points = request.points();
        if (points != null) {
            return forecasts
                    .ofGiven(ForecastRequest.times(points), ForecastRequest.values(points), ahead)
                    .map(answer -> SeriesForecastView.of(null, null, answer, ahead.levels()));
        }
        String metric = MetricRules.metric("metric", String.valueOf(request.metric()));
        String source = request.source() == null ? null : MetricRules.source("source", request.source());
        return forecasts.of(tenant, metric, source, ahead).map(stored -> {
            if (stored == null) {
                throw ProblemException.notFound("No points of this metric were recorded.");
            }
            var name = stored.series().name();
            return SeriesForecastView.of(name.metric(), name.source(), stored.answer(), ahead.levels());
        });
    }
}

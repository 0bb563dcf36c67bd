package io.mnemesh.intelligence.capacity.rest;

import io.mnemesh.intelligence.capacity.Capacity;
import io.mnemesh.intelligence.capacity.Capacity.Question;
import io.mnemesh.intelligence.forecast.model.Forecaster;
import io.mnemesh.intelligence.performance.rest.MetricRules;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Capacity over HTTP. */
@Path("/api/v2/ai/predictive")
@Tag(name = "Forecast", description = "What comes next in a series, and when it reaches its limit")
@Produces(MediaType.APPLICATION_JSON)
public class CapacityResource {

    private static final String NOTHING_FOUND =
            "Points of a metric that has a limit: by mnemesh.intelligence.capacity.limits, or by metric and limit of the"
                    + " request.";

    private final Capacity capacity;
    private final CurrentIdentity identity;

    CapacityResource(Capacity capacity, CurrentIdentity identity) {
        this.capacity = capacity;
        this.identity = identity;
    }

    @GET
    @Path("/capacity")
    @Operation(
            operationId = "getCapacityOutlook",
            summary = "When metrics reach their limits",
            description =
                    "From what they were at worst in each hour: time to the limit with an interval, the probability of"
                            + " reaching it within the horizon, and what to do. With too little evidence it says what is"
                            + " missing.")
    @APIResponse(
            responseCode = "200",
            description = "The series that have a limit, those most likely to reach it first")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<CapacityView> capacity(
            @QueryParam("metric") @Parameter(description = "Only this metric", example = "cpu_utilization") @Nullable
                    String metric,
            @QueryParam("source") @Parameter(description = "Only of this source", example = "gateway") @Nullable
                    String source,
            @QueryParam("limit")
                    @Parameter(description = "Limit of the metric instead of the configured one", example = "0.9")
                    @Nullable
                    String limit,
            @QueryParam("direction")
                    @Parameter(
                            description = "above (the default) or below, for what must not shrink",
                            example = "above")
                    @Nullable
                    String direction,
            @QueryParam("horizon")
                    @Parameter(description = "How far to look, from PT1H to PT400H", example = "P7D")
                    @Nullable
                    String horizon) {
        TenantId tenant = identity.tenant();
        if (limit != null && metric == null) {
            throw ProblemException.invalid("metric", "A limit is one of a metric, whose name is needed.");
        }
        if (direction != null && !direction.equals("above") && !direction.equals("below")) {
            throw ProblemException.invalid("direction", "It is 'above' or 'below', or left out.");
        }
        boolean isFloor = "below".equals(direction);
        if (isFloor && limit == null) {
            throw ProblemException.invalid("limit", "For the direction 'below' a limit is needed.");
        }
        var question = new Question(
                metric == null ? null : MetricRules.metric("metric", metric),
                source == null ? null : MetricRules.source("source", source),
                limit == null ? null : number(limit),
                isFloor,
                horizon == null ? 0 : hours(horizon));
        return capacity.of(tenant, question).map(found -> CapacityView.of(found, NOTHING_FOUND));
    }

    private static double number(String limit) {
        try {
            double number = Double.parseDouble(limit);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("limit", "The limit is a finite number.");
        }
        throw ProblemException.invalid("limit", "The limit is a finite number.");
    }

    private static int hours(String horizon) {
        try {
            long hours = Duration.parse(horizon).toHours();
            if (hours >= 1 && hours <= Forecaster.LONGEST) {
                return (int) hours;
            }
        } catch (DateTimeException e) {
            throw badHorizon();
        }
        throw badHorizon();
    }

    private static ProblemException badHorizon() {
        return ProblemException.invalid("horizon", "A horizon is a time like P7D or PT48H, from 1 to 400 hours.");
    }
}

package io.mnemesh.intelligence.orchestrator.rest;

import io.mnemesh.intelligence.orchestrator.ServiceInsight;
import io.mnemesh.intelligence.orchestrator.policy.FailureOutlook.Prediction;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A service as it is told. */
@Schema(name = "ServiceInsight")
public record InsightView(
        String service,
        Instant at,

        @Schema(description = "Minutes that are known", examples = "10080")
        int minutes,

        Load load,
        Replicas replicas,

        @Schema(description = "Requests per second", examples = "42.5")
        double requests,

        @Schema(description = "Of these, answered with 5xx", examples = "0.1")
        double errors,

        @Schema(description = "Highest share of memory in use of an instance", examples = "0.61")
        double memory,

        List<Failure> failures,

        @Schema(description = "What would be needed to say more")
        List<String> missing) {

    /** Processor cores in use by all instances. */
    @Schema(name = "ServiceLoad")
    public record Load(
            double now,

            @Schema(description = "Highest minute that is forecast")
            double expected,

            @Schema(description = "What it stays below, as often as configured")
            double upper,

            @Schema(description = "Minutes ahead", examples = "4")
            int ahead,

            double confidence) {}

    /** How many there are and should be. */
    @Schema(name = "ServiceReplicas")
    public record Replicas(
            @Schema(description = "Instances that told of themselves")
            int reporting,

            @Nullable Integer desired,
            @Nullable Integer ready,
            int advised,
            int least,
            int most) {}

    /** A way to fail. */
    @Schema(name = "PredictedFailure")
    public record Failure(
            @Schema(examples = {"memory", "overload", "errors"})
            String kind,

            @Schema(description = "Seconds until then; 0 if it has begun", examples = "5400")
            long leadSeconds,

            double confidence,
            String basis) {

        static Failure of(Prediction prediction) {
            return new Failure(
                    prediction.kind(),
                    prediction.lead().toSeconds(),
                    round(prediction.confidence()),
                    prediction.basis());
        }
    }

    static InsightView of(ServiceInsight insight) {
        var latest = insight.latest();
        var deployed = insight.deployed();
        return new InsightView(
                insight.service(),
                latest.at(),
                insight.known(),
                new Load(
                        round(latest.load()),
                        round(insight.load().expected()),
                        round(insight.load().upper()),
                        insight.ahead(),
                        round(insight.load().confidence())),
                new Replicas(
                        latest.instances(),
                        deployed == null ? null : deployed.desired(),
                        deployed == null ? null : deployed.ready(),
                        insight.advised(),
                        insight.rule().least(),
                        insight.rule().most()),
                round(latest.requests()),
                round(latest.errors()),
                round(latest.memory()),
                insight.failures().stream().map(Failure::of).toList(),
                insight.missing());
    }

    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}

package io.mnemesh.intelligence.workflow.rest;

import io.mnemesh.intelligence.workflow.model.Findings.Activity;
import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Summary;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How work is done, as it is shown. */
public final class FlowViews {

    private FlowViews() {}

    /**
     * How much was learned.
     *
     * @param late             steps that came after later ones of their case
     * @param unlistedSteps    steps and successions for which there was no room
     * @param unlistedVariants cases whose variant is not listed any more
     */
    @Schema(name = "WorkflowSummary")
    public record SummaryView(
            long steps,
            long cases,
            long ended,
            long open,
            long activities,
            long late,
            long unlistedSteps,
            long unlistedVariants) {

        static SummaryView of(Summary summary) {
            return new SummaryView(
                    summary.steps(),
                    summary.cases(),
                    summary.ended(),
                    summary.open(),
                    summary.activities(),
                    summary.late(),
                    summary.unlistedSteps(),
                    summary.unlistedVariants());
        }
    }

    /**
     * An activity right after another one in the same case.
     *
     * @param p50Seconds median wait, right to within 5 %
     * @param share      of the waits of all
     */
    @Schema(name = "WorkflowEdge")
    public record EdgeView(
            String from,
            String to,
            long count,
            double p50Seconds,
            double p95Seconds,
            double meanSeconds,
            double share) {

        static EdgeView of(Edge edge) {
            return new EdgeView(
                    edge.from(),
                    edge.to(),
                    edge.count(),
                    Rounding.seconds(edge.p50()),
                    Rounding.seconds(edge.p95()),
                    Rounding.seconds(edge.mean()),
                    Rounding.of(edge.share()));
        }
    }

    /** A page of what follows what. */
    @Schema(name = "WorkflowEdgePage")
    public record EdgePage(
            SummaryView learned,
            List<EdgeView> items,
            @Nullable String nextCursor) {}

    /** A way that cases took; {@code open} of them have not ended. */
    @Schema(name = "WorkflowVariant")
    public record VariantView(List<String> activities, long cases, long open, double share) {

        static VariantView of(Variant variant, long cases) {
            return new VariantView(
                    variant.activities(), variant.cases(), variant.open(), Rounding.share(variant.cases(), cases));
        }
    }

    /** A page of variants. */
    @Schema(name = "WorkflowVariantPage")
    public record VariantPage(
            SummaryView learned,
            List<VariantView> items,
            @Nullable String nextCursor) {}

    /**
     * Activities that cases have in this order, with others between.
     *
     * @param id id under which {@code pattern_detected} told of it; null if it did not
     */
    @Schema(name = "WorkflowPattern")
    public record PatternView(@Nullable UUID id, List<String> activities, long cases, double share) {}

    /** @param complete false if the search was cut short, so that there may be more */
    @Schema(name = "WorkflowPatternPage")
    public record PatternPage(
            boolean complete,
            List<PatternView> items,
            @Nullable String nextCursor) {}

    /**
     * When an activity is done.
     *
     * @param begins cases that began with it
     * @param ends   cases that ended with it
     * @param hours  steps by the hour of the day, UTC
     * @param days   steps by the day of the week, UTC, Monday first
     */
    @Schema(name = "ActivityProfile")
    public record ProfileView(String activity, long steps, long begins, long ends, int[] hours, int[] days) {

        private static final int HOURS = 24;
        private static final int DAYS = 7;

        static ProfileView of(Activity activity) {
            var hours = new int[HOURS];
            var days = new int[DAYS];
            for (int i = 0; i < activity.hoursOfWeek().length; i++) {
                hours[i % HOURS] += activity.hoursOfWeek()[i];
                days[i / HOURS] += activity.hoursOfWeek()[i];
            }
            return new ProfileView(activity.name(), activity.steps(), activity.begins(), activity.ends(), hours, days);
        }
    }

    /** A page of profiles. */
    @Schema(name = "ActivityProfilePage")
    public record ProfilePage(
            List<ProfileView> items, @Nullable String nextCursor) {}

    /** @param hoursOfWeek steps by the hour of the week, UTC, Monday 0 h first */
    @Schema(name = "ActivityProfileDetail")
    public record ProfileDetail(String activity, long steps, long begins, long ends, List<Integer> hoursOfWeek) {

        static ProfileDetail of(Activity activity) {
            return new ProfileDetail(
                    activity.name(),
                    activity.steps(),
                    activity.begins(),
                    activity.ends(),
                    Arrays.stream(activity.hoursOfWeek()).boxed().toList());
        }
    }
}

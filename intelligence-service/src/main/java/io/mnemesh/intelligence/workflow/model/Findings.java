package io.mnemesh.intelligence.workflow.model;

import java.util.Comparator;
import java.util.List;

/** What a model says about how work is done. */
public final class Findings {

    /** Lists of names, one after another. */
    static final Comparator<List<String>> BY_NAMES = (one, other) -> {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    };

    private Findings() {}

    /**
     * How much was learned.
     *
     * @param ended            cases that ended, told or idle
     * @param open             cases that are followed
     * @param late             steps that came after later ones of their case
     * @param unlistedSteps    steps and successions for which there was no room
     * @param unlistedVariants cases whose way is not listed any more
     */
    public record Summary(
            long steps,
            long cases,
            long ended,
            long open,
            long activities,
            long late,
            long unlistedSteps,
            long unlistedVariants) {}

    /**
     * An activity.
     *
     * @param begins      cases that began with it
     * @param ends        cases that ended with it
     * @param hoursOfWeek steps by the hour of the week, UTC, Monday 0 h first
     */
    public record Activity(String name, long steps, long begins, long ends, int[] hoursOfWeek) {}

    /**
     * An activity right after another one in the same case.
     *
     * @param p50   median wait, ms
     * @param p95   ms
     * @param mean  ms
     * @param share of the waits of all, 0 to 1
     */
    public record Edge(String from, String to, long count, double p50, double p95, double mean, double share) {}

    /** A way that cases took; {@code open} of them have not ended. */
    public record Variant(List<String> activities, long cases, long open) {}

    /** Activities that cases have in this order, with others between. */
    public record Pattern(List<String> activities, long cases) {}

    /** @param complete false if there may be more, because the search was cut short */
    public record Patterns(List<Pattern> found, boolean complete) {}
}

package io.mnemesh.intelligence.association;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** The metrics of associations. */
@ApplicationScoped
class AssociationMetrics {

    private static final String RATINGS = "mnemesh_association_ratings_total";
    private static final String REMOVED = "mnemesh_association_ratings_removed_total";
    private static final String ANSWERS = "mnemesh_association_answers_seconds";

    private final MeterRegistry registry;

    AssociationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void rated(Outcome outcome) {
        registry.counter(RATINGS, "outcome", outcome.text()).increment();
    }

    void removed(Removal why, long ratings) {
        registry.counter(REMOVED, "reason", why.text()).increment((double) ratings);
    }

    /** @param outcome {@code found}, {@code none} or why there was no answer */
    void answered(String outcome, Duration took) {
        Timer.builder(ANSWERS)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    /** Why ratings go by themselves. */
    enum Removal {
        /** They are past their time. */
        OLD,
        /** The tenant has more than it may keep. */
        SURPLUS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of a rating. */
    enum Outcome {
        LEARNED,
        WITHDRAWN,
        OFF,
        OPTED_OUT,
        NO_CONTEXT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

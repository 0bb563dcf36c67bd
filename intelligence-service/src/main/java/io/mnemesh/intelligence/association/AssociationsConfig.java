package io.mnemesh.intelligence.association;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is learned of what users found useful, and from how many of them. */
@ConfigMapping(prefix = "mnemesh.intelligence.associations")
public interface AssociationsConfig {

    /** Whether tenants whose administrators have not said anything learn. */
    @WithDefault("false")
    boolean enabled();

    /** Other users who have to have found the same memory useful in the same context before anybody is told of it. */
    @WithDefault("3")
    int users();

    /** Time after which a rating counts half. */
    @WithDefault("90d")
    Duration halfLife();

    /** Days that a rating is kept. */
    @WithDefault("365")
    int keptDays();

    /** Ratings of a tenant that are kept, the latest; a rating in several contexts counts for each. */
    @WithDefault("200000")
    int keptRatings();

    /** Time between looks for ratings that are kept too long or are too many. */
    @WithDefault("15m")
    Duration sweepEvery();

    /** Latest ratings of a context that an answer is made from. */
    @WithDefault("5000")
    int lookedAt();

    /** Time that memory-service has to say what the caller may read. */
    @WithDefault("2s")
    Duration deadline();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default AssociationsConfig validated() {
        String prefix = "mnemesh.intelligence.associations.";
        Rules.between(prefix + "users", users(), 2, 1_000);
        Rules.atLeast(prefix + "half-life", halfLife(), Duration.ofHours(1));
        Rules.between(prefix + "kept-days", keptDays(), 1, 3_650);
        Rules.between(prefix + "kept-ratings", keptRatings(), 100, 10_000_000);
        Rules.atLeast(prefix + "sweep-every", sweepEvery(), Duration.ofSeconds(1));
        Rules.between(prefix + "looked-at", lookedAt(), 100, 100_000);
        Rules.atLeast(prefix + "deadline", deadline(), Duration.ofMillis(1));
        return this;
    }
}

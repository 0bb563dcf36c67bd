package io.mnemesh.intelligence.errors;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How errors are learned and analysed. */
@ConfigMapping(prefix = "mnemesh.intelligence.errors")
public interface ErrorsConfig {

    /** Longest error text that is analysed, in UTF-8. */
    @WithDefault("512K")
    MemorySize maxText();

    /** Most similar errors in an answer. */
    @WithDefault("10")
    int maxSimilar();

    /** Least similarity of an error in an answer, 0 to 1. */
    @WithDefault("0.35")
    double minSimilarity();

    /** Least similarity of two groups of messages that are joined because they mean the same. */
    @WithDefault("0.92")
    double mergeSimilarity();

    /** Groups, latest first, whose vectors an error is compared with. */
    @WithDefault("2000")
    int comparedGroups();

    /** Errors that are compared one by one. */
    @WithDefault("300")
    int comparedErrors();

    /** Time the vector of a query may take; then similarity is lexical. */
    @WithDefault("2s")
    Duration queryDeadline();

    /** Time the vectors of a batch of learned errors may take before they are asked for again. */
    @WithDefault("30s")
    Duration learnDeadline();

    /** Learned errors whose vectors are asked for at once. */
    @WithDefault("32")
    int learnBatch();

    /** How often vectors that are still missing are asked for. */
    @WithDefault("5s")
    Duration learnEvery();

    /** Tenants whose templates are kept in memory. */
    @WithDefault("64")
    int tenantsInMemory();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default ErrorsConfig validated() {
        String prefix = "mnemesh.intelligence.errors.";
        Rules.between(prefix + "max-text", maxText().asLongValue(), 1, 1024 * 1024);
        Rules.between(prefix + "max-similar", maxSimilar(), 1, 100);
        Rules.between(prefix + "compared-groups", comparedGroups(), 1, 100_000);
        Rules.between(prefix + "compared-errors", comparedErrors(), maxSimilar(), 10_000);
        Rules.atLeast(prefix + "query-deadline", queryDeadline(), Duration.ofMillis(10));
        Rules.atLeast(prefix + "learn-deadline", learnDeadline(), Duration.ofMillis(10));
        Rules.between(prefix + "learn-batch", learnBatch(), 1, 256);
        Rules.atLeast(prefix + "learn-every", learnEvery(), Duration.ofMillis(10));
        Rules.between(prefix + "tenants-in-memory", tenantsInMemory(), 1, 100_000);
        if (!(minSimilarity() >= 0 && minSimilarity() <= 1)) {
            throw new IllegalArgumentException(
                    prefix + "min-similarity is " + minSimilarity() + " but must be between 0 and 1.");
        }
        if (!(mergeSimilarity() >= 0.5 && mergeSimilarity() <= 1)) {
            throw new IllegalArgumentException(
                    prefix + "merge-similarity is " + mergeSimilarity() + " but must be between 0.5 and 1.");
        }
        return this;
    }
}

package io.mnemesh.intelligence.decision;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How decisions are learned from. */
@ConfigMapping(prefix = "mnemesh.intelligence.decisions")
public interface DecisionsConfig {

    /** How often kinds of decisions are looked for that are to be learned; one instance learns one kind at a time. */
    @WithDefault("5s")
    Duration learnEvery();

    /** Wait between an outcome and learning, in which more may come. */
    @WithDefault("5s")
    Duration settle();

    /** Outcomes that must have come or changed before a model is learned again; a tenth of those it knows if that is more. */
    @WithDefault("5")
    int newOutcomes();

    /** Latest decisions with an outcome that a model is learned from. */
    @WithDefault("20000")
    int examples();

    /** Models that are kept in memory, at about 1 MB each. */
    @WithDefault("64")
    int modelsInMemory();

    /** Days after they were decided that decisions are kept; up to a day more. */
    @WithDefault("3650")
    int keptDays();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default DecisionsConfig validated() {
        String prefix = "mnemesh.intelligence.decisions.";
        Rules.atLeast(prefix + "learn-every", learnEvery(), Duration.ofSeconds(1));
        Rules.atLeast(prefix + "settle", settle(), Duration.ZERO);
        Rules.between(prefix + "new-outcomes", newOutcomes(), 1, 1_000_000);
        Rules.between(prefix + "examples", examples(), 100, 100_000);
        Rules.between(prefix + "models-in-memory", modelsInMemory(), 1, 10_000);
        Rules.between(prefix + "kept-days", keptDays(), 1, 36_500);
        return this;
    }
}

package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.workflow.model.Limits;
import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the steps of cases are learned. */
@ConfigMapping(prefix = "mnemesh.intelligence.workflows")
public interface WorkflowsConfig {

    /** Contexts of a tenant in which it is counted what follows; those not learned in for longest go first. */
    @WithDefault("30000")
    int contexts();

    /** Cases of a tenant that are followed at a time; those without a step for longest are not followed any more. */
    @WithDefault("10000")
    int openCases();

    /** Time without a step after which a case has ended, by the times of the steps. */
    @WithDefault("30d")
    Duration idleEnd();

    /** Steps of a tenant that are kept, the latest ones; a tenth more may be there. A model knows nothing but these. */
    @WithDefault("200000")
    int keptSteps();

    /** Steps after which the model is stored again. */
    @WithDefault("1000")
    int storeEvery();

    /** Steps that are read at once. */
    @WithDefault("2000")
    int readBatch();

    /** Tenants whose models are kept in memory. */
    @WithDefault("16")
    int tenantsInMemory();

    /** Steps of variants that a search for patterns looks at, at most. */
    @WithDefault("5000000")
    long patternWork();

    /** Least confidence of a prediction that is told without being asked for; 1 for none. */
    @WithDefault("0.7")
    double toldConfidence();

    /** Age of a step after which nothing is told of what comes next. */
    @WithDefault("1h")
    Duration toldWithin();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default WorkflowsConfig validated() {
        String prefix = "mnemesh.intelligence.workflows.";
        Rules.between(prefix + "contexts", contexts(), 1_000, 1_000_000);
        Rules.between(prefix + "open-cases", openCases(), 1, 1_000_000);
        Rules.atLeast(prefix + "idle-end", idleEnd(), Duration.ofMinutes(1));
        Rules.between(prefix + "kept-steps", keptSteps(), 100, 10_000_000);
        Rules.between(prefix + "store-every", storeEvery(), 1, 1_000_000);
        Rules.between(prefix + "read-batch", readBatch(), 1, 100_000);
        Rules.between(prefix + "tenants-in-memory", tenantsInMemory(), 1, 100_000);
        Rules.between(prefix + "pattern-work", patternWork(), 1_000, 1_000_000_000);
        Rules.atLeast(prefix + "told-within", toldWithin(), Duration.ZERO);
        if (!(toldConfidence() >= 0 && toldConfidence() <= 1)) {
            throw new IllegalArgumentException(
                    prefix + "told-confidence is " + toldConfidence() + "; it must be from 0 to 1.");
        }
        return this;
    }

    /** The bounds of a model. */
    default Limits limits() {
        return new Limits(contexts(), openCases(), idleEnd().toMillis());
    }
}

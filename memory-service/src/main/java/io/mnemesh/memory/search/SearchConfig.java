package io.mnemesh.memory.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How memories are searched. */
@ConfigMapping(prefix = "mnemesh.memory.search")
public interface SearchConfig {

    /** Time the vector of a question may take; after it the question is searched by its words. */
    @WithDefault("PT0.25S")
    Duration embeddingDeadline();

    /** Share of the semantic score, 0 to 1; the lexical score has the rest. */
    @WithDefault("0.5")
    double semanticWeight();

    /** Least number of candidates each leg contributes. */
    @WithDefault("150")
    int candidates();

    /** Searches that run at once. */
    @WithDefault("2")
    int threads();

    /** Searches that may wait; more are refused with 429. */
    @WithDefault("256")
    int queue();
}

package io.mnemesh.memory.consolidation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How memories that say the same are merged. */
@ConfigMapping(prefix = "mnemesh.memory.consolidation")
public interface ConsolidationConfig {

    /** Whether new and changed memories are compared with others by themselves. */
    @WithDefault("true")
    boolean background();

    /** Least cosine of two memories that are compared word by word. */
    @WithDefault("0.75")
    double similarity();
}

package io.mnemesh.memory.clusters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How related memories are clustered. */
@ConfigMapping(prefix = "mnemesh.memory.clusters")
public interface ClusterConfig {

    /**
     * Whether memories are put into clusters by themselves. What comes meanwhile is caught up with later; what goes leaves
     * its cluster all the same.
     */
    @WithDefault("true")
    boolean background();

    /** Least mean cosine of memories that belong to one cluster. */
    @WithDefault("0.35")
    double similarity();
}

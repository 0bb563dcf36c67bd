package io.mnemesh.memory.background;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How work in the background gives way to requests. */
@ConfigMapping(prefix = "mnemesh.memory.background")
public interface BackgroundConfig {

    /**
     * Share of the time in which comparing, clustering and embedding by another model work while requests come; above 0, at
     * most 1, which is never to give way. Otherwise they work without a rest.
     */
    @WithDefault("0.2")
    double share();
}

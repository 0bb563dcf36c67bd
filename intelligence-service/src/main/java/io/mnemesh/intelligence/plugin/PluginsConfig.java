package io.mnemesh.intelligence.plugin;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long plug-ins may take. */
@ConfigMapping(prefix = "mnemesh.intelligence.plugins")
public interface PluginsConfig {

    /** Longest time of a call, and of a detector for a hundred points. */
    @WithDefault("500ms")
    Duration deadline();

    /** How long a plug-in is left out that failed. */
    @WithDefault("5m")
    Duration pause();

    /** Most calls at a time, of all plug-ins together; those beyond are left out. */
    @WithDefault("8")
    int threads();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default PluginsConfig validated() {
        String prefix = "mnemesh.intelligence.plugins.";
        Rules.atLeast(prefix + "deadline", deadline(), Duration.ofMillis(1));
        Rules.atLeast(prefix + "pause", pause(), Duration.ZERO);
        Rules.between(prefix + "threads", threads(), 1, 1_000);
        return this;
    }
}

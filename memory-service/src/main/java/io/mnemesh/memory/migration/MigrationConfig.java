package io.mnemesh.memory.migration;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How memories are embedded for another model. */
@ConfigMapping(prefix = "mnemesh.memory.migration")
public interface MigrationConfig {

    /** Pause after which what could not be embedded is tried again. */
    @WithDefault("PT30S")
    Duration pause();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default MigrationConfig validated() {
        Rules.atLeast("mnemesh.memory.migration.pause", pause(), Duration.ofSeconds(1));
        return this;
    }
}

package io.mnemesh.memory.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How memories are retired. */
@ConfigMapping(prefix = "mnemesh.memory.retention")
public interface RetentionConfig {

    /** Whether this instance retires memories that are expired, too old or too many. */
    @WithDefault("true")
    boolean background();

    /** How often it looks for them. */
    @WithDefault("PT1M")
    Duration every();
}

package io.mnemesh.realtime.mark;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How delivery is acknowledged. */
@ConfigMapping(prefix = "mnemesh.realtime.acknowledge")
public interface MarkConfig {

    /** How long a client may take to acknowledge something new before everything it has not acknowledged comes again. */
    @WithDefault("30s")
    Duration timeout();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default MarkConfig validated() {
        Rules.atLeast("mnemesh.realtime.acknowledge.timeout", timeout(), Duration.ofMillis(500));
        return this;
    }
}

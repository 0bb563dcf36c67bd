package io.mnemesh.realtime.drain;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this node leaves. */
@ConfigMapping(prefix = "mnemesh.realtime.drain")
public interface DrainConfig {

    /** Time over which the connections are closed. */
    @WithDefault("5s")
    Duration over();

    /** Shortest pause a client is told to make before it comes back. */
    @WithDefault("200ms")
    Duration pauseMin();

    /** Longest such pause. Clients are spread between the two. */
    @WithDefault("3s")
    Duration pauseMax();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default DrainConfig validated() {
        Rules.atLeast("mnemesh.realtime.drain.over", over(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.realtime.drain.pause-max", pauseMax(), pauseMin());
        return this;
    }
}

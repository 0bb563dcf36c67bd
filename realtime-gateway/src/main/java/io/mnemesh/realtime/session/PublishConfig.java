package io.mnemesh.realtime.session;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much clients may publish, where their namespace lets them. */
@ConfigMapping(prefix = "mnemesh.realtime.publish")
public interface PublishConfig {

    /** Largest publication of a client. Its frame is bounded by {@code mnemesh.realtime.connection.max-frame} too. */
    @WithDefault("32K")
    MemorySize maxSize();

    /** Publications per second of one user on this node on average, over all connections. */
    @WithDefault("50")
    int rate();

    /** Publications of one user at once. */
    @WithDefault("100")
    int burst();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default PublishConfig validated() {
        Rules.between("mnemesh.realtime.publish.max-size in bytes", maxSize().asLongValue(), 1, 1 << 20);
        Rules.between("mnemesh.realtime.publish.rate", rate(), 1, 1_000_000);
        Rules.between("mnemesh.realtime.publish.burst", burst(), 1, 1_000_000);
        return this;
    }
}

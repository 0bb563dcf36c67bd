package io.mnemesh.gateway.relay;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How orders of the orchestrator are followed; there are none without {@code mnemesh.orders.key}. */
@ConfigMapping(prefix = "mnemesh.gateway.relay-orders")
public interface RelayOrderConfig {

    /** How often it is looked for orders; one takes effect, and ends, so soon. */
    @WithDefault("1s")
    Duration every();

    /** Longest time an order may still last; it is followed no longer than this without a renewal, whatever it says. */
    @WithDefault("5m")
    Duration longest();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default RelayOrderConfig validated() {
        Rules.atLeast("mnemesh.gateway.relay-orders.every", every(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.gateway.relay-orders.longest", longest(), Duration.ofSeconds(1));
        return this;
    }
}

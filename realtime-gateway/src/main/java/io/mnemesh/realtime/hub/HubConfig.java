package io.mnemesh.realtime.hub;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the hub works. */
@ConfigMapping(prefix = "mnemesh.realtime.hub")
public interface HubConfig {

    /**
     * How long a message may wait for others that go out with it. It waits half as long as the delivery before it took,
     * which is nothing unless it has very many subscribers. 0 never waits.
     */
    @WithDefault("5ms")
    Duration coalesce();

    /** How often a followed channel is compared with its log, which finds a message that pub/sub lost last. */
    @WithDefault("10s")
    Duration positionCheck();

    /** How long a subscription waits for its channel before it is refused. */
    @WithDefault("5s")
    Duration attachTimeout();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default HubConfig validated() {
        Rules.between("mnemesh.realtime.hub.coalesce in ms", coalesce().toMillis(), 0, 1000);
        Rules.atLeast("mnemesh.realtime.hub.position-check", positionCheck(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.realtime.hub.attach-timeout", attachTimeout(), Duration.ofMillis(100));
        return this;
    }
}

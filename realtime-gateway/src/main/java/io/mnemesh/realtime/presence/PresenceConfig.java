package io.mnemesh.realtime.presence;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How presence is kept, in the namespaces that have it. */
@ConfigMapping(prefix = "mnemesh.realtime.presence")
public interface PresenceConfig {

    /** Time after which the members of a node that is gone are gone too; a node tells of its own in a third of it. */
    @WithDefault("60s")
    Duration ttl();

    /** Time within which a user whose connection ended may come back without a leave and a join; 0 for none. */
    @WithDefault("5s")
    Duration grace();

    /** Time after which a member that does not repeat that it writes does not write any more; it is told in a third of it. */
    @WithDefault("6s")
    Duration typing();

    /** Most members in one answer. */
    @WithDefault("1000")
    int pageSize();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default PresenceConfig validated() {
        Rules.atLeast("mnemesh.realtime.presence.ttl", ttl(), Duration.ofSeconds(1));
        Rules.between("mnemesh.realtime.presence.grace in ms", grace().toMillis(), 0, ttl().toMillis());
        Rules.atLeast("mnemesh.realtime.presence.typing", typing(), Duration.ofMillis(100));
        Rules.between("mnemesh.realtime.presence.page-size", pageSize(), 1, 10_000);
        return this;
    }
}

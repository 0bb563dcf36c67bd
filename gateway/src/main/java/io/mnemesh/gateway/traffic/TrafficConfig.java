package io.mnemesh.gateway.traffic;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the mesh is told what tenants ask for. */
@ConfigMapping(prefix = "mnemesh.gateway.traffic")
public interface TrafficConfig {

    /** How often counts are told. */
    @WithDefault("1m")
    Duration every();

    /** Most tokens of a tenant that are told one by one; what others do is told together. */
    @WithDefault("200")
    int callers();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default TrafficConfig validated() {
        Rules.atLeast("mnemesh.gateway.traffic.every", every(), Duration.ofSeconds(1));
        Rules.between("mnemesh.gateway.traffic.callers", callers(), 0, 10_000);
        return this;
    }
}

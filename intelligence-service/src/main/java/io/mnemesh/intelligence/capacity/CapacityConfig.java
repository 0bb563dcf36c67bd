package io.mnemesh.intelligence.capacity;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** What resources may reach, and how far it is looked ahead for it. */
@ConfigMapping(prefix = "mnemesh.intelligence.capacity")
public interface CapacityConfig {

    /**
     * Limits by the name of the metric, which its values are to stay below. Set for {@code cpu_utilization},
     * {@code memory_utilization}, {@code connections_utilization} and {@code storage_utilization} (0.9) and for
     * {@code stream_lag} (10000) unless it is set otherwise.
     */
    Map<String, Double> limits();

    /** How far it is looked ahead, in whole hours. */
    @WithDefault("7d")
    Duration horizon();

    /** Most series, the latest first, in one answer. */
    @WithDefault("24")
    int series();

    /** Probability from which on something is recommended. */
    @WithDefault("0.1")
    double tolerated();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default CapacityConfig validated() {
        String prefix = "mnemesh.intelligence.capacity.";
        Rules.between(prefix + "horizon (hours)", horizon().toHours(), 1, 400);
        Rules.between(prefix + "series", series(), 1, 100);
        if (!(tolerated() >= 0 && tolerated() <= 1)) {
            throw new IllegalArgumentException(prefix + "tolerated is " + tolerated() + " and must be from 0 to 1.");
        }
        return this;
    }
}

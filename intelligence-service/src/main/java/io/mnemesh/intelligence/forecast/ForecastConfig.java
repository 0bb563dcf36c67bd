package io.mnemesh.intelligence.forecast;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How series are forecast. */
@ConfigMapping(prefix = "mnemesh.intelligence.forecast")
public interface ForecastConfig {

    /** Time for an answer; after it the caller is told that it did not come in time. */
    @WithDefault("10s")
    Duration deadline();

    /** Answers about stored series, which are not asked for any more once a point of the series has come. */
    Cache cache();

    /** How long these answers are kept, and how many. */
    interface Cache {

        /** Time in this process; zero turns it off. */
        @WithDefault("10m")
        Duration localTtl();

        /** What this process may hold. */
        @WithDefault("8M")
        MemorySize localSize();

        /** Time in Redis, for other instances; zero turns it off. */
        @WithDefault("10m")
        Duration redisTtl();
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default ForecastConfig validated() {
        String prefix = "mnemesh.intelligence.forecast.";
        Rules.atLeast(prefix + "deadline", deadline(), Duration.ofMillis(100));
        Rules.atLeast(prefix + "cache.local-ttl", cache().localTtl(), Duration.ZERO);
        Rules.between(prefix + "cache.local-size", cache().localSize().asLongValue(), 1, 1L << 30);
        Rules.atLeast(prefix + "cache.redis-ttl", cache().redisTtl(), Duration.ZERO);
        return this;
    }
}

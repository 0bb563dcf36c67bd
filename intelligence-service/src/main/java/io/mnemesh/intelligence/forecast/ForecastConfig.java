package io.mnemesh.intelligence.forecast;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How series are forecast. */
@ConfigMapping(prefix = "mnemesh.intelligence.forecast")
public interface ForecastConfig {

    /** Time for an answer; after it the caller is told that it did not come in time. */
    @WithDefault("10s")
    Duration deadline();

    /** Answers about stored series that are kept until a point of the series comes. */
    @WithDefault("256")
    int cached();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default ForecastConfig validated() {
        String prefix = "mnemesh.intelligence.forecast.";
        Rules.atLeast(prefix + "deadline", deadline(), Duration.ofMillis(100));
        Rules.between(prefix + "cached", cached(), 0, 100_000);
        return this;
    }
}

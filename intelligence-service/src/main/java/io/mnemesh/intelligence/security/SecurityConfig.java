package io.mnemesh.intelligence.security;

import io.mnemesh.intelligence.security.profile.Limits;
import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What of the use of tokens and tenants is told, at least. */
@ConfigMapping(prefix = "mnemesh.intelligence.security")
public interface SecurityConfig {

    /** Denied calls of a minute below which nothing is a burst. */
    @WithDefault("20")
    long denied();

    /** Requests of a tenant in a minute below which nothing is many. */
    @WithDefault("600")
    long requests();

    /** What a tenant reads in a minute, below which nothing is a lot. */
    @WithDefault("10M")
    MemorySize bytes();

    /** How long a token has to be known before its networks are. */
    @WithDefault("1d")
    Duration settled();

    /** How long a token has to be known before its hours are. */
    @WithDefault("7d")
    Duration hours();

    /** Time within which the same, acknowledged or not, is one alert. */
    @WithDefault("1d")
    Duration same();

    /** Days that alerts, and what is known of tokens that are not used, are kept. */
    @WithDefault("90")
    int keptDays();

    /** What is told, at least. */
    default Limits limits() {
        return new Limits(denied(), bytes().asLongValue(), requests(), settled(), hours());
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default SecurityConfig validated() {
        String prefix = "mnemesh.intelligence.security.";
        Rules.between(prefix + "denied", denied(), 1, Integer.MAX_VALUE);
        Rules.between(prefix + "requests", requests(), 1, Integer.MAX_VALUE);
        Rules.between(prefix + "bytes", bytes().asLongValue(), 1, Long.MAX_VALUE);
        Rules.atLeast(prefix + "settled", settled(), Duration.ZERO);
        Rules.atLeast(prefix + "hours", hours(), Duration.ZERO);
        Rules.atLeast(prefix + "same", same(), Duration.ZERO);
        Rules.between(prefix + "kept-days", keptDays(), 1, 3_650);
        return this;
    }
}

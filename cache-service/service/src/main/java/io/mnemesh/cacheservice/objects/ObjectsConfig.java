package io.mnemesh.cacheservice.objects;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How objects are kept. */
@ConfigMapping(prefix = "mnemesh.cache-service")
public interface ObjectsConfig {

    /** How long an object is kept if the client does not say. */
    @WithDefault("24h")
    Duration defaultTtl();

    /** The longest time a client may ask for. */
    @WithDefault("30d")
    Duration maxTtl();

    /** Greatest object, content type included. */
    @WithDefault("1M")
    MemorySize maxObjectSize();

    /** Bodies in one answer with many objects; four times as much may be read for it at once. */
    @WithDefault("16M")
    MemorySize maxAnswerSize();

    /** Objects held in this process. */
    @WithDefault("64M")
    MemorySize localSize();

    /** How long an object stays in this process without being asked of the other tiers again. */
    @WithDefault("1m")
    Duration localTtl();

    /** How long an object stays in Redis. */
    @WithDefault("1h")
    Duration redisTtl();

    /**
     * These settings.
     *
     * @throws IllegalArgumentException with a sentence if an answer has no room for an object
     */
    default ObjectsConfig validated() {
        if (maxAnswerSize().asLongValue() < maxObjectSize().asLongValue()) {
            throw new IllegalArgumentException("mnemesh.cache-service.max-answer-size is "
                    + maxAnswerSize().asLongValue()
                    + " bytes, but must be at least mnemesh.cache-service.max-object-size, "
                    + maxObjectSize().asLongValue() + " bytes.");
        }
        return this;
    }
}

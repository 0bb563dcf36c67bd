package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Work lanes and request/reply. */
@ConfigMapping(prefix = "mnemesh.work")
public interface WorkConfig {

    /** Requests this instance may have open at once; more are refused with 429. */
    @WithDefault("1024")
    int inFlight();

    /** Longest deadline a request may have. */
    @WithDefault("5m")
    Duration maxDeadline();

    /** How long an item is not heard of before another worker takes it over. */
    @WithDefault("15s")
    Duration reclaimIdle();

    /** Share of a service's places that only interactive work may use, in percent. */
    @WithDefault("25")
    int interactiveReserve();

    /** Share of a service's places that bulk work leaves to standard work, in percent. */
    @WithDefault("25")
    int standardReserve();

    /** How long the reply stream of an instance outlives it. */
    @WithDefault("60s")
    Duration replyTtl();

    /** How long a stop waits for work that is under way. */
    @WithDefault("10s")
    Duration drain();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    static WorkConfig validated(WorkConfig config) {
        Rules.between("mnemesh.work.in-flight", config.inFlight(), 1, 1_000_000);
        Rules.atLeast("mnemesh.work.max-deadline", config.maxDeadline(), Duration.ofSeconds(1));
        Rules.atLeast("mnemesh.work.reclaim-idle", config.reclaimIdle(), Duration.ofMillis(300));
        Rules.between("mnemesh.work.interactive-reserve", config.interactiveReserve(), 0, 90);
        Rules.between("mnemesh.work.standard-reserve", config.standardReserve(), 0, 90 - config.interactiveReserve());
        Rules.atLeast("mnemesh.work.reply-ttl", config.replyTtl(), Duration.ofSeconds(3));
        Rules.atLeast("mnemesh.work.drain", config.drain(), Duration.ZERO);
        return config;
    }
}

package io.mnemesh.realtime.history;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of a channel's past is kept in Redis. */
@ConfigMapping(prefix = "mnemesh.realtime.history")
public interface HistoryConfig {

    /** Messages kept per channel. */
    @WithDefault("1000")
    int size();

    /** How long the messages of a silent channel are kept. */
    @WithDefault("24h")
    Duration ttl();

    /** How long a silent channel keeps its epoch and offset. Longer than {@link #ttl()}, so that who missed nothing is told so. */
    @WithDefault("30d")
    Duration metaTtl();

    /** Event ids remembered per channel, so that a redelivered event is not shown twice. */
    @WithDefault("10000")
    int rememberedIds();

    /** Messages read at once while a subscriber or a node catches up. */
    @WithDefault("256")
    int pageSize();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default HistoryConfig validated() {
        Rules.between("mnemesh.realtime.history.size", size(), 1, 1_000_000);
        Rules.atLeast("mnemesh.realtime.history.ttl", ttl(), Duration.ofSeconds(1));
        Rules.atLeast("mnemesh.realtime.history.meta-ttl", metaTtl(), ttl());
        Rules.between("mnemesh.realtime.history.remembered-ids", rememberedIds(), size(), 10_000_000);
        Rules.between("mnemesh.realtime.history.page-size", pageSize(), 1, 10_000);
        return this;
    }
}

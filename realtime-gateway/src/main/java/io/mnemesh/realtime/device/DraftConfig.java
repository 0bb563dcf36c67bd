package io.mnemesh.realtime.device;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What users may leave half written. */
@ConfigMapping(prefix = "mnemesh.realtime.drafts")
public interface DraftConfig {

    /** Channels in which a user may have a draft at a time. */
    @WithDefault("100")
    int most();

    /** Largest draft. */
    @WithDefault("16K")
    MemorySize maxSize();

    /** How long the drafts of a user who writes none any more are kept. */
    @WithDefault("30d")
    Duration ttl();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default DraftConfig validated() {
        Rules.between("mnemesh.realtime.drafts.most", most(), 1, 10_000);
        Rules.between("mnemesh.realtime.drafts.max-size in bytes", maxSize().asLongValue(), 16, 1 << 20);
        Rules.atLeast("mnemesh.realtime.drafts.ttl", ttl(), Duration.ofSeconds(1));
        return this;
    }
}

package io.mnemesh.realtime.archive;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long events are kept in PostgreSQL. */
@ConfigMapping(prefix = "mnemesh.realtime.archive")
public interface ArchiveConfig {

    /** Age at which an event is purged, by its time. */
    @WithDefault("90d")
    Duration retention();

    /** How often what is too old is purged. */
    @WithDefault("15m")
    Duration purgeEvery();

    /** Events purged in one transaction. */
    @WithDefault("5000")
    int purgeBatch();

    /** Events of times that are over, which are kept in the process for those who ask the same. */
    Cache cache();

    /** How long, and how many. */
    interface Cache {

        /** Time until they are read again; zero turns it off. */
        @WithDefault("1m")
        Duration ttl();

        /** What they may take. */
        @WithDefault("4M")
        MemorySize size();
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default ArchiveConfig validated() {
        Rules.atLeast("mnemesh.realtime.archive.retention", retention(), Duration.ofMinutes(1));
        Rules.atLeast("mnemesh.realtime.archive.purge-every", purgeEvery(), Duration.ofSeconds(1));
        Rules.between("mnemesh.realtime.archive.purge-batch", purgeBatch(), 1, 100_000);
        Rules.atLeast("mnemesh.realtime.archive.cache.ttl", cache().ttl(), Duration.ZERO);
        Rules.between("mnemesh.realtime.archive.cache.size", cache().size().asLongValue(), 1, 1L << 30);
        return this;
    }
}

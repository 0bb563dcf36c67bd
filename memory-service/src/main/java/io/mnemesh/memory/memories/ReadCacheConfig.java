package io.mnemesh.memory.memories;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long reads of memories and conversations are cached. */
@ConfigMapping(prefix = "mnemesh.memory.cache")
public interface ReadCacheConfig {

    /** Time in this process. */
    @WithDefault("PT1M")
    Duration localTtl();

    /** What this process may hold. */
    @WithDefault("24M")
    MemorySize localSize();

    /** Time in Redis. */
    @WithDefault("PT10M")
    Duration redisTtl();

    /** Time in PostgreSQL. */
    @WithDefault("PT1H")
    Duration postgresTtl();
}

package io.mnemesh.realtime.compression;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How WebSocket messages are compressed for clients that offer {@code permessage-deflate}. */
@ConfigMapping(prefix = "mnemesh.realtime.compression")
public interface CompressionConfig {

    /** Whether offers of clients are taken. */
    @WithDefault("true")
    boolean enabled();

    /** Messages below this go out as they are. */
    @WithDefault("256")
    MemorySize threshold();

    /** From 1, the fastest, to 9, the smallest. */
    @WithDefault("1")
    int level();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default CompressionConfig validated() {
        Rules.between(
                "mnemesh.realtime.compression.threshold in bytes", threshold().asLongValue(), 16, 1 << 20);
        Rules.between("mnemesh.realtime.compression.level", level(), 1, 9);
        return this;
    }
}

package io.mnemesh.memory.embedding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How new memories get their vectors. */
@ConfigMapping(prefix = "mnemesh.memory.embedding")
public interface EmbeddingConfig {

    /** Time one vector may take before it is asked for again. */
    @WithDefault("PT30S")
    Duration deadline();
}

package io.mnemesh.memory.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How PostgreSQL is used. */
@ConfigMapping(prefix = "mnemesh.memory.database")
public interface DatabaseConfig {

    /** Time a transaction may take, waiting for a connection included; then it is given up. */
    @WithDefault("PT10S")
    Duration timeout();
}

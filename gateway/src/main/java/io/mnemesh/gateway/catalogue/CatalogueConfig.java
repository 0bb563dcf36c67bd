package io.mnemesh.gateway.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the merged API description is kept. */
@ConfigMapping(prefix = "mnemesh.gateway.catalogue")
public interface CatalogueConfig {

    /** How long a complete description is kept. */
    @WithDefault("1m")
    Duration keep();

    /** How long after that it is still answered, while the next one is made or a service cannot be reached. */
    @WithDefault("10m")
    Duration keepStale();

    /** How long a description is kept from which services are missing. */
    @WithDefault("3s")
    Duration keepIncomplete();

    /** Longest wait for one service. */
    @WithDefault("2s")
    Duration timeout();
}

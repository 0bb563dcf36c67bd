package io.mnemesh.gateway.quotas;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What requests cost, in cost units. */
@ConfigMapping(prefix = "mnemesh.gateway.quotas")
public interface QuotaConfig {

    /** A request to memory-service. */
    @WithDefault("2")
    int memory();

    /** A request to embeddings-service. */
    @WithDefault("5")
    int embeddings();

    /** A request to intelligence-service. */
    @WithDefault("10")
    int intelligence();

    /** A request or connection to realtime-gateway. */
    @WithDefault("1")
    int realtime();

    /** A request to cache-service. */
    @WithDefault("1")
    int cache();

    /** Kilobytes of a request body that cost one unit more. */
    @WithDefault("4")
    int kilobytesPerUnit();
}

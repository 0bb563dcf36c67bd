package io.mnemesh.gateway.health;

import io.mnemesh.gateway.edge.Service;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the services tell their health: scheme, host and management port. */
@ConfigMapping(prefix = "mnemesh.gateway.management")
public interface HealthConfig {

    /** Where memory-service tells its health. */
    @WithDefault("http://127.0.0.1:7501")
    URI memory();

    /** Where embeddings-service tells its health. */
    @WithDefault("http://127.0.0.1:7502")
    URI embeddings();

    /** Where intelligence-service tells its health. */
    @WithDefault("http://127.0.0.1:7503")
    URI intelligence();

    /** Where realtime-gateway tells its health. */
    @WithDefault("http://127.0.0.1:7504")
    URI realtime();

    /** Where cache-service tells its health. */
    @WithDefault("http://127.0.0.1:7505")
    URI cache();

    /** Longest wait for one service. */
    @WithDefault("2s")
    Duration timeout();

    /** How long an answer is kept, so that asking often costs the services little. */
    @WithDefault("1s")
    Duration keep();

    /** Management address of a service. */
    default URI of(Service service) {
        return switch (service) {
            case MEMORY -> memory();
            case EMBEDDINGS -> embeddings();
            case INTELLIGENCE -> intelligence();
            case REALTIME -> realtime();
            case CACHE -> cache();
        };
    }
}

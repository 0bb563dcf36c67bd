package io.mnemesh.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the services are: scheme, host and port. */
@ConfigMapping(prefix = "mnemesh.gateway.upstreams")
public interface UpstreamsConfig {

    /** Where memory-service is. */
    @WithDefault("http://127.0.0.1:7401")
    URI memory();

    /** Where embeddings-service is. */
    @WithDefault("http://127.0.0.1:7402")
    URI embeddings();

    /** Where intelligence-service is. */
    @WithDefault("http://127.0.0.1:7403")
    URI intelligence();

    /** Where realtime-gateway is. */
    @WithDefault("http://127.0.0.1:7404")
    URI realtime();

    /** Where cache-service is. */
    @WithDefault("http://127.0.0.1:7405")
    URI cache();

    /** Address of a service. */
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

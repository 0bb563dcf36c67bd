package io.mnemesh.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Which paths belong to which service: each entry is a path with everything below it. */
@ConfigMapping(prefix = "mnemesh.gateway.routes")
public interface RoutesConfig {

    /** Paths of memory-service. */
    @WithDefault("/api/memories,/api/conversations,/api/erasures,/api/index")
    List<String> memory();

    /** Paths of embeddings-service. */
    @WithDefault("/v1/embeddings,/v1/models,/embed,/similarity,/tokenize,/api/embeddings")
    List<String> embeddings();

    /** Paths of intelligence-service. */
    @WithDefault("/api/ai,/api/v2/ai,/api/v2/neuroweaver")
    List<String> intelligence();

    /** Paths of realtime-gateway. */
    @WithDefault("/ws,/websocket,/connection,/emulation,/api/events,/asyncapi")
    List<String> realtime();

    /** Paths of cache-service. */
    @WithDefault("/api/cache")
    List<String> cache();

    /** Paths of a service. */
    default List<String> of(Service service) {
        return switch (service) {
            case MEMORY -> memory();
            case EMBEDDINGS -> embeddings();
            case INTELLIGENCE -> intelligence();
            case REALTIME -> realtime();
            case CACHE -> cache();
        };
    }
}

package io.mnemesh.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;

/** Where the services are: {@code http://host:port}, of each the address of one instance or those of several. */
@ConfigMapping(prefix = "mnemesh.gateway.upstreams")
public interface UpstreamsConfig {

    /** Where memory-service is: one address, or those of its instances with commas between them. */
    @WithDefault("http://127.0.0.1:7401")
    List<URI> memory();

    /** Where embeddings-service is: one address, or those of its instances with commas between them. */
    @WithDefault("http://127.0.0.1:7402")
    List<URI> embeddings();

    /** Where intelligence-service is: one address, or those of its instances with commas between them. */
    @WithDefault("http://127.0.0.1:7403")
    List<URI> intelligence();

    /** Where realtime-gateway is: one address, or those of its instances with commas between them. */
    @WithDefault("http://127.0.0.1:7404")
    List<URI> realtime();

    /** Where cache-service is: one address, or those of its instances with commas between them. */
    @WithDefault("http://127.0.0.1:7405")
    List<URI> cache();

    /** Addresses of a service. */
    default List<URI> of(Service service) {
        return switch (service) {
            case MEMORY -> memory();
            case EMBEDDINGS -> embeddings();
            case INTELLIGENCE -> intelligence();
            case REALTIME -> realtime();
            case CACHE -> cache();
        };
    }
}

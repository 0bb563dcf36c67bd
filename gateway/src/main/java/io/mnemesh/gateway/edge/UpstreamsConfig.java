package io.mnemesh.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;

/**
 * Where the services are. Of each the address of one instance or those of several with commas between them, each like {@code
 * http://host:port}; or where they are found: {@code dns://name:port} by the addresses of a name, {@code srv://name} by its
 * SRV records, {@code kubernetes://service.namespace:port} by the endpoint slices of a Service, whose port is the name or number
 * of what the instances listen on, and whose namespace may be left out.
 */
@ConfigMapping(prefix = "mnemesh.gateway.upstreams")
public interface UpstreamsConfig {

    /** Where memory-service is: http://host:port with commas between several, or one of dns://, srv:// and kubernetes://. */
    @WithDefault("http://127.0.0.1:7401")
    List<URI> memory();

    /** Where embeddings-service is: http://host:port with commas between several, or one of dns://, srv:// and kubernetes://. */
    @WithDefault("http://127.0.0.1:7402")
    List<URI> embeddings();

    /** Where intelligence-service is: http://host:port with commas between several, or one of dns://, srv:// and kubernetes://. */
    @WithDefault("http://127.0.0.1:7403")
    List<URI> intelligence();

    /** Where realtime-gateway is: http://host:port with commas between several, or one of dns://, srv:// and kubernetes://. */
    @WithDefault("http://127.0.0.1:7404")
    List<URI> realtime();

    /** Where cache-service is: http://host:port with commas between several, or one of dns://, srv:// and kubernetes://. */
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

package io.mnemesh.gateway.discovery;

import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what follows the instances of services, and ends it with the gateway. */
@ApplicationScoped
public class Finders {

    private final Vertx vertx;
    private final DiscoveryConfig config;
    private final List<Finder> all = new ArrayList<>();
    private @Nullable DnsLookup dns;
    private @Nullable KubernetesApi kubernetes;

    @Inject
    Finders(Vertx vertx, DiscoveryConfig config) {
        this.vertx = vertx;
        this.config = config.validated();
    }

    /**
     * Reads where the instances of a service are.
     *
     * @param service name of the service in the configuration
     * @throws IllegalArgumentException if there is no such place
     */
    public Source source(String service, List<URI> addresses) {
        return Source.of("mnemesh.gateway.upstreams." + service, addresses);
    }

    /** Tells of the instances until the gateway stops; at once and only once if they are fixed. */
    public synchronized void follow(Source source, Findings findings) {
        Finder finder =
                switch (source) {
                    case Source.Fixed fixed -> {
                        findings.found(fixed.endpoints());
                        yield null;
                    }
                    case Source.Addresses name ->
                        new DnsFinder(vertx, config, () -> dns().addresses(name.name(), name.port()), findings);
                    case Source.Services name ->
                        new DnsFinder(vertx, config, () -> dns().services(name.name()), findings);
                    case Source.Slices slices -> new SliceFinder(vertx, kubernetes(), slices, findings);
                };
        if (finder != null) {
            all.add(finder);
            finder.start();
        }
    }

    @SuppressWarnings("deprecation") // Vert.x 5 has it among its internals.
    private synchronized DnsLookup dns() {
        if (dns == null) {
            dns = new DnsLookup(
                    vertx.nettyEventLoopGroup().next(),
                    config.dnsServers(),
                    config.timeout().toMillis());
        }
        return dns;
    }

    private synchronized KubernetesApi kubernetes() {
        if (kubernetes == null) {
            kubernetes = new KubernetesApi(vertx, config);
        }
        return kubernetes;
    }

    @PreDestroy
    synchronized void close() {
        all.forEach(Finder::stop);
        if (dns != null) {
            dns.close();
        }
        if (kubernetes != null) {
            kubernetes.close();
        }
    }
}

package io.mnemesh.gateway.edge;

import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** One configured address per service; behind it the platform may balance over many. */
@ApplicationScoped
class FixedUpstreams implements Upstreams {

    private final Map<Service, Lease> leases = new EnumMap<>(Service.class);

    @Inject
    FixedUpstreams(UpstreamsConfig config) {
        for (Service service : Service.values()) {
            leases.put(service, lease(service, config.of(service)));
        }
    }

    @Override
    public Lease acquire(Service service) {
        Lease lease = leases.get(service);
        if (lease == null) {
            throw new IllegalStateException("No address for " + service);
        }
        return lease;
    }

    private static Lease lease(Service service, URI address) {
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("mnemesh.gateway.upstreams." + service.key() + " is '" + address
                    + "': it has to be like http://host:port.");
        }
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return new FixedLease(SocketAddress.inetSocketAddress(port, address.getHost()), address.getHost() + ":" + port);
    }

    private record FixedLease(SocketAddress address, String authority) implements Lease {
        @Override
        public void end(Outcome outcome) {
            // A fixed address learns nothing; the metrics count the outcomes.
        }
    }
}

package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service with its instances. */
final class RelayUpstream {

    private static final int HTTP_PORT = 80;

    private final Service service;
    private final Upstream core;
    private final Map<String, SocketAddress> addresses = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if an address is not like {@code http://host:port} */
    RelayUpstream(Service service, List<URI> configured, Upstream core) {
        this.service = service;
        this.core = core;
        for (URI address : configured) {
            if (!"http".equals(address.getScheme()) || address.getHost() == null) {
                throw new IllegalArgumentException("mnemesh.gateway.upstreams." + service.key() + " is '" + address
                        + "': it has to be like http://host:port.");
            }
            int port = address.getPort() < 0 ? HTTP_PORT : address.getPort();
            addresses.put(address.getHost() + ":" + port, SocketAddress.inetSocketAddress(port, address.getHost()));
        }
        core.update(List.copyOf(addresses.keySet()));
    }

    Service service() {
        return service;
    }

    Upstream core() {
        return core;
    }

    boolean isAlone() {
        return addresses.size() == 1;
    }

    SocketAddress address(String id) {
        SocketAddress address = addresses.get(id);
        if (address == null) {
            throw new IllegalStateException("No address of " + id);
        }
        return address;
    }
}

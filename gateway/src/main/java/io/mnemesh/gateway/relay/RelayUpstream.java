package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.discovery.Endpoint;
import io.mnemesh.gateway.discovery.Findings;
import io.mnemesh.gateway.discovery.Source;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service with its instances, as far as they are known. An answer that names none, or does not come, changes nothing but
 * that they are stale: what was there is more likely to be there than nothing is. Thread-safe.
 */
final class RelayUpstream implements Findings {

    private static final MeshLog LOG = MeshLog.of(RelayUpstream.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Service service;
    private final Source source;
    private final Upstream core;
    private final RelayMetrics metrics;
    private volatile Map<String, SocketAddress> addresses = Map.of();
    private volatile Freshness freshness = new Freshness("", null);

    /**
     * @param staleFor why the instances are stale, empty if they are not
     * @param at       of the last answer that was followed, of {@link System#nanoTime()}; null before it
     */
    private record Freshness(String staleFor, @Nullable Long at) {}

    RelayUpstream(Service service, Source source, Upstream core, RelayMetrics metrics) {
        this.service = service;
        this.source = source;
        this.core = core;
        this.metrics = metrics;
    }

    Service service() {
        return service;
    }

    Source source() {
        return source;
    }

    Upstream core() {
        return core;
    }

    boolean isAlone() {
        return core.size() == 1;
    }

    boolean isStale() {
        return !freshness.staleFor().isEmpty();
    }

    @Override
    public synchronized void found(List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            metrics.answered(service, RelayMetrics.Answer.EMPTY);
            stale("The answer named no instance.");
            return;
        }
        metrics.answered(service, RelayMetrics.Answer.FOLLOWED);
        Map<String, SocketAddress> next = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> next.put(endpoint.authority(), address(endpoint)));
        if (!next.keySet().equals(addresses.keySet())) {
            addresses = Collections.unmodifiableMap(next);
            core.update(List.copyOf(next.keySet()));
        }
        if (isStale()) {
            LOG.info("The instances of a service are found again")
                    .with(LogKey.UPSTREAM, service.key())
                    .log();
        }
        freshness = new Freshness("", System.nanoTime());
    }

    @Override
    public synchronized void failed(String reason) {
        metrics.answered(service, RelayMetrics.Answer.FAILED);
        stale(reason);
    }

    private void stale(String reason) {
        if (!isStale()) {
            LOG.warn("The instances of a service are not found; those known stay")
                    .with(LogKey.UPSTREAM, service.key())
                    .with(LogKey.REASON, reason)
                    .log();
        }
        freshness = new Freshness(reason, freshness.at());
    }

    private static SocketAddress address(Endpoint endpoint) {
        return SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host());
    }

    /** Address of an instance, of one that has just left too. */
    SocketAddress address(String id) {
        SocketAddress address = addresses.get(id);
        return address == null ? address(Endpoint.of(id)) : address;
    }

    Optional<URI> anInstance() {
        return addresses.keySet().stream().findFirst().map(id -> URI.create("http://" + id));
    }

    DiscoveryStatus discovery() {
        Freshness now = freshness;
        Long at = source instanceof Source.Fixed ? null : now.at();
        double age = at == null ? 0 : (System.nanoTime() - at) / NANOS_PER_SECOND;
        return new DiscoveryStatus(source.kind(), !now.staleFor().isEmpty(), now.staleFor(), age, core.draining());
    }
}

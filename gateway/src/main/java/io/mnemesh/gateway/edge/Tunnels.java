package io.mnemesh.gateway.edge;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open tunnels and lasting answers, so that they can be closed before the gateway stops. Thread-safe. */
@ApplicationScoped
public class Tunnels {

    private final Set<LongLived> open = ConcurrentHashMap.newKeySet();
    private final EdgeMetrics metrics;
    private volatile boolean draining;

    Tunnels(EdgeMetrics metrics) {
        this.metrics = metrics;
    }

    /** One more; who opens it closes it if the gateway is stopping. */
    public void opened(LongLived tunnel) {
        open.add(tunnel);
        metrics.tunnelOpened();
    }

    /** It ended. */
    public void closed(LongLived tunnel) {
        if (open.remove(tunnel)) {
            metrics.tunnelClosed();
        }
    }

    /** Whether the gateway is stopping. */
    public boolean isDraining() {
        return draining;
    }

    void onDrain(@Observes ShutdownDelayInitiatedEvent event) {
        drain();
    }

    void onStop(@Observes ShutdownEvent event) {
        drain();
    }

    private void drain() {
        draining = true;
        open.forEach(LongLived::close);
    }
}

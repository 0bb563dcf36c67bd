package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open tunnels and lasting answers, so that they can be closed before the gateway stops: one small group after the other, so
 * that the other gateways are not overrun by those who come back. Thread-safe.
 */
@ApplicationScoped
public class Tunnels {

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Set<LongLived> open = ConcurrentHashMap.newKeySet();
    private final EdgeMetrics metrics;
    private final Vertx vertx;
    private final EdgeConfig config;
    private volatile boolean draining;

    Tunnels(EdgeMetrics metrics, Vertx vertx, EdgeConfig config) {
        this.metrics = metrics;
        this.vertx = vertx;
        this.config = config;
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

    /** Answers a client that asks for one while the gateway is stopping with 503: it is to come back over another connection. */
    public void refuse(HttpServerRequest request) {
        LastAnswer.announce(request);
        Problems.send(
                request.response(),
                new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "This gateway is stopping and opens nothing that lasts; connect again.",
                        Map.of(),
                        SOON,
                        null));
    }

    /** The gateway says that it is not ready, and stops after a while. */
    void onDrain(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
        Deque<LongLived> left = new ArrayDeque<>(open);
        long steps = Math.max(1, config.drainOver().dividedBy(STEP));
        closeSome(left, (int) Math.ceilDiv(left.size(), steps));
    }

    /** The gateway stops; it may not have had the time, or been asked, to close them before. */
    void onStop(@Observes ShutdownEvent event) {
        draining = true;
        open.forEach(LongLived::close);
    }

    private void closeSome(Deque<LongLived> left, int some) {
        for (int closed = 0; closed < some && !left.isEmpty(); ) {
            LongLived next = left.removeFirst();
            // The connection of an answer that has ended may carry another request.
            if (open.contains(next)) {
                next.close();
                closed++;
            }
        }
        if (!left.isEmpty()) {
            vertx.setTimer(STEP.toMillis(), next -> closeSome(left, some));
        }
    }
}

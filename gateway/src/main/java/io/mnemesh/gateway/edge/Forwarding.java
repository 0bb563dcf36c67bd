package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * One request on its way to a service, ended exactly once. Used on the request's event loop only.
 */
final class Forwarding {

    private final RoutingContext context;
    private final Service service;
    private final Lease lease;
    private final EdgeMetrics metrics;
    private final long startedAt = System.nanoTime();
    private boolean ended;

    Forwarding(RoutingContext context, Service service, Lease lease, EdgeMetrics metrics) {
        this.context = context;
        this.service = service;
        this.lease = lease;
        this.metrics = metrics;
    }

    RoutingContext context() {
        return context;
    }

    HttpServerRequest request() {
        return context.request();
    }

    Service service() {
        return service;
    }

    Lease lease() {
        return lease;
    }

    boolean ended() {
        return ended;
    }

    void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            lease.end(outcome);
            metrics.ended(service, outcome, System.nanoTime() - startedAt);
        }
    }
}

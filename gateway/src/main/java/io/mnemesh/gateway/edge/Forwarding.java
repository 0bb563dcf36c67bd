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
    private final boolean lasting;
    private final long startedAt = System.nanoTime();
    private boolean ended;

    /** @param lasting whether the answer goes on until one side ends it */
    Forwarding(RoutingContext context, Service service, Lease lease, EdgeMetrics metrics, boolean lasting) {
        this.context = context;
        this.service = service;
        this.lease = lease;
        this.metrics = metrics;
        this.lasting = lasting;
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

    boolean lasting() {
        return lasting;
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

package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * One request on its way to a service, ended exactly once, on whichever instance it is sent to last. Used on the request's event loop only.
 */
final class Forwarding {

    private static final int MOST_REPETITIONS = 2;
    private static final int GATEWAY_TIMEOUT = 504;

    private final RoutingContext context;
    private final Service service;
    private Lease lease;
    private final EdgeMetrics metrics;
    private final boolean lasting;
    private final Deadline deadline;
    private final long startedAt = System.nanoTime();
    private int repetitions;
    private boolean outOfTime;
    private boolean ended;

    /** @param lasting whether the answer goes on until one side ends it */
    Forwarding(
            RoutingContext context,
            Service service,
            Lease lease,
            EdgeMetrics metrics,
            boolean lasting,
            Deadline deadline) {
        this.context = context;
        this.service = service;
        this.lease = lease;
        this.metrics = metrics;
        this.lasting = lasting;
        this.deadline = deadline;
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

    Deadline deadline() {
        return deadline;
    }

    /** The head of an answer came. */
    void answered(int status) {
        lease.answered(status);
        outOfTime = isOutOfTime(status);
    }

    /** Whether a status says that the client's own time was over, of which the service is not to blame. */
    boolean isOutOfTime(int status) {
        return status == GATEWAY_TIMEOUT && deadline.asked();
    }

    boolean ended() {
        return ended;
    }

    /**
     * Goes over to another instance after the one at hand failed before it answered.
     *
     * @return whether the request is to be sent again; if not, nothing has changed
     */
    boolean goesElsewhere(Throwable failure) {
        if (ended || repetitions >= MOST_REPETITIONS || !UpstreamProblems.isBeforeAnswer(failure)) {
            return false;
        }
        Lease next = lease.again();
        if (next == null) {
            return false;
        }
        repetitions++;
        lease.end(UpstreamProblems.outcome(failure));
        lease = next;
        return true;
    }

    /** Goes over to the instance that a late read was sent to as well. */
    void goesOver(Lease other, Outcome outcome) {
        lease.end(outcome);
        lease = other;
    }

    boolean wentElsewhere() {
        return repetitions > 0;
    }

    void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            lease.end(outOfTime && outcome == Outcome.ANSWERED ? Outcome.ABANDONED : outcome);
            metrics.ended(service, outcome, System.nanoTime() - startedAt);
        }
    }
}

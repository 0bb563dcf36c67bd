package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The second sending of a read whose answer is late. It runs beside the first one until either is answered; then the other is
 * cancelled, or takes its place if it failed. Used on the request's event loop only.
 */
final class Hedge {

    private final Forwarding forwarding;
    private final UpstreamClient client;
    private final Exchange exchange;
    private final Vertx vertx;
    private State state = State.PLANNED;
    private long timer = -1;
    private @Nullable Lease lease;
    private @Nullable HttpClientRequest request;

    private enum State {
        /** It is not yet time, or was not allowed. */
        PLANNED,
        /** It was sent beside the first, or waits for a connection. */
        RUNNING,
        /** It is the only one left. */
        ALONE,
        OVER
    }

    Hedge(Forwarding forwarding, UpstreamClient client, Exchange exchange) {
        this.forwarding = forwarding;
        this.client = client;
        this.exchange = exchange;
        this.vertx = forwarding.context().vertx();
    }

    void sendAfter(long millis) {
        timer = vertx.setTimer(millis, late -> send());
    }

    private void send() {
        if (state != State.PLANNED || forwarding.ended()) {
            return;
        }
        Lease allowed = forwarding.lease().hedge();
        if (allowed != null) {
            lease = allowed;
            state = State.RUNNING;
            client.open(forwarding, allowed).onSuccess(this::opened).onFailure(this::notOpened);
        }
    }

    private void opened(HttpClientRequest opened) {
        switch (state) {
            case RUNNING -> {
                request = opened;
                exchange.sendHedge(opened);
            }
            case ALONE -> exchange.sendInstead(opened);
            // Resetting a request that was never sent would keep its connection for good.
            case PLANNED, OVER -> opened.connection().close();
        }
    }

    private void notOpened(Throwable failure) {
        switch (state) {
            case RUNNING -> failed(failure);
            case ALONE -> exchange.failed(failure);
            case PLANNED, OVER -> {}
        }
    }

    /** Whether it was sent and the first one still is under way. */
    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Null until it has a connection. */
    @Nullable
    HttpClientRequest request() {
        return request;
    }

    /** Leaves it to its owner, who ends the lease. */
    Lease takeOver() {
        state = request == null ? State.ALONE : State.OVER;
        return Objects.requireNonNull(lease);
    }

    /** It brought no answer; the first one goes on. */
    void failed(Throwable failure) {
        over(UpstreamProblems.outcome(failure));
    }

    /** It was answered by something that cannot serve now; the first one goes on. */
    void outage(int status) {
        Objects.requireNonNull(lease).answered(status);
        over(Outcome.ANSWERED);
    }

    /** It is not needed any more. */
    void cancel() {
        if (state == State.PLANNED) {
            vertx.cancelTimer(timer);
            state = State.OVER;
        } else if (state == State.RUNNING) {
            over(Outcome.ABANDONED);
            if (request != null) {
                request.reset();
            }
        }
    }

    private void over(Outcome outcome) {
        state = State.OVER;
        Objects.requireNonNull(lease).end(outcome);
    }
}

package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.gateway.relay.balance.Result;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The lease of one routed request. */
final class RelayLease implements Lease {

    private static final int SERVER_ERROR = 500;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RelayCore relay;
    private final RelayUpstream upstream;
    private final RouteContext context;
    private final Routed routed;
    private int status;

    RelayLease(RelayCore relay, RelayUpstream upstream, RouteContext context, Routed routed) {
        this.relay = relay;
        this.upstream = upstream;
        this.context = context;
        this.routed = routed;
    }

    @Override
    public SocketAddress address() {
        return upstream.address(routed.instance().id());
    }

    @Override
    public String authority() {
        return routed.instance().id();
    }

    @Override
    public @Nullable String reason() {
        return relay.showsReasons() ? routed.explanation() : null;
    }

    @Override
    public void answered(int answeredStatus) {
        status = answeredStatus;
        routed.answered(System.nanoTime());
    }

    @Override
    public void end(Outcome outcome) {
        Result result = result(outcome);
        if (routed.isHedge()) {
            relay.hedged(upstream, result);
        }
        upstream.core().end(routed, result);
    }

    private Result result(Outcome outcome) {
        return switch (outcome) {
            case ANSWERED ->
                switch (status) {
                    case 502, 503, 504 -> Result.FAILED;
                    default -> status >= SERVER_ERROR ? Result.ERROR : Result.ANSWERED;
                };
            case FAILED -> Result.FAILED;
            case TIMED_OUT -> Result.TIMED_OUT;
            case ABANDONED -> Result.ABANDONED;
        };
    }

    @Override
    public @Nullable Lease again() {
        return relay.again(upstream, context, routed);
    }

    @Override
    public long hedgeAfterMillis() {
        return Math.ceilDiv(upstream.core().hedgeAfter(context), NANOS_PER_MILLI);
    }

    @Override
    public @Nullable Lease hedge() {
        return relay.hedge(upstream, context, routed);
    }
}

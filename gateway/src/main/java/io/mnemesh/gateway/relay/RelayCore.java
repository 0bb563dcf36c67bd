package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.edge.Upstreams;
import io.mnemesh.gateway.edge.UpstreamsConfig;
import io.mnemesh.gateway.relay.balance.BalancerSettings;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.gateway.relay.balance.UpstreamSettings;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Routes the requests of all services by what is learned of their instances. A service of one instance is asked even while
 * its breaker is open: there is nobody else to ask, and its own error says more. Thread-safe; nothing of it blocks.
 */
@ApplicationScoped
public class RelayCore implements Upstreams {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** All requests are alike, so each has the whole limit. */
    private static final Priority PRIORITY = Priority.HIGH;

    private final RelayMetrics metrics;
    private final boolean showsReasons;
    private final Map<Service, RelayUpstream> upstreams = new EnumMap<>(Service.class);

    @Inject
    RelayCore(UpstreamsConfig addresses, RelayConfig config, RelayMetrics metrics) {
        this.metrics = metrics;
        this.showsReasons = config.routeReason();
        UpstreamSettings settings = settings(config);
        for (Service service : Service.values()) {
            var core = new Upstream(settings, System::nanoTime, ThreadLocalRandom::current);
            upstreams.put(service, new RelayUpstream(service, addresses.of(service), core));
            metrics.watch(service, core);
        }
    }

    private static UpstreamSettings settings(RelayConfig config) {
        var balancer = new BalancerSettings(
                config.decay(),
                config.learning(),
                config.exploration(),
                config.shortestEjection(),
                config.longestEjection(),
                config.ejectedShare(),
                config.failuresInARow(),
                config.failureShare(),
                config.predictedFailure());
        return new UpstreamSettings(
                balancer,
                config.leastLimit(),
                config.firstLimit(),
                config.mostLimit(),
                config.retryShare(),
                config.retryReserve(),
                false);
    }

    @Override
    public Lease acquire(Service service, RouteContext context) {
        RelayUpstream upstream = Objects.requireNonNull(upstreams.get(service));
        enter(upstream);
        Routed routed = upstream.core().route(context);
        if (routed == null) {
            throw unavailable(service, "has no instance; try again soon.");
        }
        return lease(upstream, context, routed);
    }

    private void enter(RelayUpstream upstream) {
        Service service = upstream.service();
        switch (upstream.core().enter(PRIORITY)) {
            case ENTERED -> {}
            case SHED -> {
                metrics.refused(service, RelayMetrics.Refusal.LIMIT);
                throw unavailable(service, "has as many requests under way as it can bear; try again soon.");
            }
            case BROKEN -> {
                if (!upstream.isAlone()) {
                    metrics.refused(service, RelayMetrics.Refusal.BREAKER);
                    throw unavailable(service, "is failing and is not asked for a moment; try again soon.");
                }
                upstream.core().enterAnyway();
            }
        }
    }

    @Nullable
    Lease again(RelayUpstream upstream, RouteContext context, Routed first) {
        Routed routed = context.repeatable() ? upstream.core().again(context, first, false) : null;
        if (routed == null) {
            return null;
        }
        metrics.repeated(upstream.service());
        return lease(upstream, context, routed);
    }

    private Lease lease(RelayUpstream upstream, RouteContext context, Routed routed) {
        metrics.routed(upstream.service(), routed.why());
        return new RelayLease(this, upstream, context, routed);
    }

    private static ProblemException unavailable(Service service, String what) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The " + service.key() + " service " + what,
                Map.of("service", service.key()),
                SOON,
                null);
    }

    boolean showsReasons() {
        return showsReasons;
    }

    /** What is known now of all services and their instances. */
    public RelayStatus status() {
        return new RelayStatus(upstreams.values().stream()
                .map(upstream -> UpstreamStatus.of(
                        upstream.service().key(), upstream.core().view()))
                .toList());
    }
}

package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.discovery.Finders;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.edge.Upstreams;
import io.mnemesh.gateway.edge.UpstreamsConfig;
import io.mnemesh.gateway.relay.balance.BalancerSettings;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.Result;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import io.mnemesh.gateway.relay.balance.Shedding;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.gateway.relay.balance.UpstreamSettings;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Routes the requests of all services by what is learned of their instances. A service of one instance is asked even while
 * its breaker is open: there is nobody else to ask, and its own error says more. Thread-safe; nothing of it blocks.
 */
@ApplicationScoped
public class RelayCore implements Upstreams {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Finders finders;
    private final Duration longestWait;
    private final RelayMetrics metrics;
    private final boolean showsReasons;
    private final boolean learning;
    private volatile boolean running = true;
    private final Map<Service, RelayUpstream> upstreams = new EnumMap<>(Service.class);

    @Inject
    RelayCore(Vertx vertx, UpstreamsConfig addresses, RelayConfig config, RelayMetrics metrics, Finders finders) {
        this.vertx = vertx;
        this.finders = finders;
        this.longestWait = config.longestWait();
        this.metrics = metrics;
        this.showsReasons = config.routeReason();
        this.learning = config.learning();
        UpstreamSettings settings = settings(config);
        for (Service service : Service.values()) {
            var core = new Upstream(settings, System::nanoTime, ThreadLocalRandom::current);
            var upstream =
                    new RelayUpstream(service, finders.source(service.key(), addresses.of(service)), core, metrics);
            upstreams.put(service, upstream);
            metrics.watch(upstream);
        }
    }

    /** Looks for the instances before the first request comes. */
    void onStart(@Observes @jakarta.annotation.Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        upstreams.values().forEach(upstream -> finders.follow(upstream.source(), upstream));
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
                config.hedging());
    }

    @Override
    public Lease acquire(Service service, RouteContext context) {
        RelayUpstream upstream = Objects.requireNonNull(upstreams.get(service));
        if (!enters(upstream, context.priority())) {
            throw shed(upstream, context.priority());
        }
        return routed(upstream, context);
    }

    @Override
    public void acquireSoon(
            Service service, RouteContext context, Consumer<Lease> go, Consumer<ProblemException> refuse) {
        RelayUpstream upstream = Objects.requireNonNull(upstreams.get(service));
        try {
            if (!enters(upstream, context.priority())) {
                Priority priority = context.priority();
                if (isShedByOrder(upstream, priority)) {
                    refuse.accept(shed(upstream, priority)); // waiting would bring no room
                    return;
                }
                new RelayWait(
                                vertx,
                                longestWait,
                                () -> route(upstream, context, go, refuse),
                                () -> refuse.accept(shed(upstream, priority)))
                        .begin(upstream.core(), priority);
                return;
            }
        } catch (ProblemException broken) {
            refuse.accept(broken);
            return;
        }
        route(upstream, context, go, refuse);
    }

    private void route(
            RelayUpstream upstream, RouteContext context, Consumer<Lease> go, Consumer<ProblemException> refuse) {
        Lease lease;
        try {
            lease = routed(upstream, context);
        } catch (ProblemException refused) {
            refuse.accept(refused);
            return;
        }
        go.accept(lease);
    }

    private Lease routed(RelayUpstream upstream, RouteContext context) {
        Routed routed = upstream.core().route(context);
        if (routed == null) {
            throw unavailable(upstream.service(), "has no instance; try again soon.");
        }
        return lease(upstream, context, routed);
    }

    private static boolean isShedByOrder(RelayUpstream upstream, Priority priority) {
        return priority == Priority.LOW && upstream.core().shedding() != null;
    }

    private ProblemException shed(RelayUpstream upstream, Priority priority) {
        Service service = upstream.service();
        Shedding order = priority == Priority.LOW ? upstream.core().shedding() : null;
        if (order != null) {
            metrics.refused(service, RelayMetrics.Refusal.ORDER);
            return OrderedRefusal.of(service, order, System.nanoTime());
        }
        metrics.refused(service, RelayMetrics.Refusal.LIMIT);
        return unavailable(service, "has as many requests under way as it can bear; try again soon.");
    }

    /** @return false if there is no room */
    private boolean enters(RelayUpstream upstream, Priority priority) {
        Service service = upstream.service();
        switch (upstream.core().enter(priority)) {
            case ENTERED -> {}
            case SHED -> {
                return false;
            }
            case BROKEN -> {
                if (!upstream.isAlone()) {
                    metrics.refused(service, RelayMetrics.Refusal.BREAKER);
                    throw unavailable(service, "is failing and is not asked for a moment; try again soon.");
                }
                upstream.core().enterAnyway();
            }
        }
        return true;
    }

    @Override
    public Optional<URI> anInstance(Service service) {
        return Objects.requireNonNull(upstreams.get(service)).anInstance();
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

    @Nullable
    Lease hedge(RelayUpstream upstream, RouteContext context, Routed first) {
        Routed routed = upstream.core().hedge(context, first);
        if (routed == null) {
            metrics.hedged(upstream.service(), RelayMetrics.Hedge.REFUSED);
            return null;
        }
        return lease(upstream, context, routed);
    }

    void hedged(RelayUpstream upstream, Result result) {
        metrics.hedged(
                upstream.service(),
                switch (result) {
                    case ANSWERED, ERROR -> RelayMetrics.Hedge.WON;
                    case ABANDONED -> RelayMetrics.Hedge.LOST;
                    case FAILED, TIMED_OUT -> RelayMetrics.Hedge.FAILED;
                });
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

    @Override
    public @Nullable String reason(ProblemException refused) {
        return showsReasons ? OrderedRefusal.reason(refused) : null;
    }

    boolean showsReasons() {
        return showsReasons;
    }

    /** Learns and uses what was learned again. */
    void start() {
        running = true;
        each(core -> {
            core.setRotating(false);
            core.setLearning(learning);
        });
    }

    /** Sends requests to the instances in turn, whatever is known of them, and learns nothing. */
    void stop() {
        running = false;
        each(core -> {
            core.setRotating(true);
            core.setLearning(false);
        });
    }

    /** Forgets what was learned, so that it is learned anew. */
    void forget() {
        each(Upstream::reset);
    }

    /** Whether requests are balanced by what is known. */
    boolean isRunning() {
        return running;
    }

    /** A service with its instances. */
    RelayUpstream upstream(Service service) {
        return Objects.requireNonNull(upstreams.get(service));
    }

    private void each(Consumer<Upstream> change) {
        upstreams.values().forEach(upstream -> change.accept(upstream.core()));
    }

    /** What is known now of all services and their instances. */
    public RelayStatus status() {
        return new RelayStatus(
                running,
                upstreams.values().stream()
                        .map(upstream -> UpstreamStatus.of(
                                upstream.service().key(), upstream.core().view(), upstream.discovery()))
                        .toList());
    }
}

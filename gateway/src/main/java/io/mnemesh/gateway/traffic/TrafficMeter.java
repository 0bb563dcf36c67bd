package io.mnemesh.gateway.traffic;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what tenants ask for and how their tokens are used, and tells the mesh at intervals with {@code access_recorded}. What cannot be
 * told is lost: these are figures to learn from, and bills are made from the gateway's own table. Thread-safe; called on event loops.
 */
@ApplicationScoped
public class TrafficMeter {

    private static final MeshLog LOG = MeshLog.of(TrafficMeter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST = Duration.ofSeconds(2);

    /** Where a miss is an everyday answer. */
    private static final String CACHE = "/api/cache";

    private final EventFactory events;
    private final EventPublisher publisher;
    private final TrafficConfig config;
    private final Clock clock;
    private final ConcurrentMap<TenantId, TenantTraffic> tenants = new ConcurrentHashMap<>();

    TrafficMeter(EventFactory events, EventPublisher publisher, TrafficConfig config, Clock clock) {
        this.events = events;
        this.publisher = publisher;
        this.config = config.validated();
        this.clock = clock;
    }

    /** A request was let through to a service, at a cost in units. */
    public void used(TenantId tenant, String service, long units) {
        of(tenant).used(service, units);
    }

    /** A request was over its tenant's plan. */
    public void refused(TenantId tenant, String service) {
        of(tenant).refused(service);
    }

    /** Counts the request when it is answered. */
    public void watch(RoutingContext context, Verified caller) {
        context.addEndHandler(end -> of(caller.identity().tenant())
                .answered(
                        Objects.requireNonNullElse(caller.grant(), ""),
                        isDenied(context),
                        context.response().bytesWritten(),
                        Network.of(context.request().remoteAddress().hostAddress())));
    }

    /** Tells what was counted since it was told before. */
    @Scheduled(every = "${mnemesh.gateway.traffic.every:1m}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> tell() {
        Instant now = clock.instant();
        List<MeshEvent<?>> told = new ArrayList<>();
        for (TenantId tenant : List.copyOf(tenants.keySet())) {
            TenantTraffic counted = tenants.remove(tenant);
            if (counted != null) {
                told.add(events.create(EventTypes.ACCESS_RECORDED, tenant, "access", counted.told(now)));
            }
        }
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return publisher
                .publish(told)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warn("What tenants asked for cannot be told")
                            .cause(failure)
                            .log();
                    return null;
                });
    }

    void onStop(@Observes ShutdownEvent event) {
        tell().ifNoItem()
                .after(LAST)
                .recoverWithUni(Uni.createFrom().voidItem())
                .await()
                .atMost(LAST.multipliedBy(2));
    }

    /** A count that comes while its tenant is being told may be lost, as a minute is when the process is killed. */
    private TenantTraffic of(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, name -> new TenantTraffic(clock.instant(), config.callers()));
    }

    private static boolean isDenied(RoutingContext context) {
        return switch (context.response().getStatusCode()) {
            case 401, 403 -> true;
            case 404 -> !context.request().path().startsWith(CACHE);
            default -> false;
        };
    }
}

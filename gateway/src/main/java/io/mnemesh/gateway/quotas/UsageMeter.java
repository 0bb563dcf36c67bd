package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.traffic.TrafficMeter;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what tenants ask for and adds it to the table every few seconds. What a gateway that is killed had not added is
 * lost; what could not be added is tried again. Thread-safe.
 */
@ApplicationScoped
class UsageMeter {

    private static final Duration LAST_FLUSH = Duration.ofSeconds(2);

    private final QueuedConnections connections;
    private final TrafficMeter traffic;
    private final Clock clock;
    private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();

    UsageMeter(QueuedConnections connections, TrafficMeter traffic, Clock clock) {
        this.connections = connections;
        this.traffic = traffic;
        this.clock = clock;
    }

    private record Key(TenantId tenant, LocalDate day, String service) {}

    private record Count(long requests, long units, long refused) {

        Count plus(Count other) {
            return new Count(requests + other.requests, units + other.units, refused + other.refused);
        }
    }

    void passed(TenantId tenant, String service, long units) {
        add(tenant, service, new Count(1, units, 0));
        traffic.used(tenant, service, units);
    }

    void refused(TenantId tenant, String service) {
        add(tenant, service, new Count(0, 0, 1));
        traffic.refused(tenant, service);
    }

    private void add(TenantId tenant, String service, Count count) {
        var key = new Key(tenant, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), service);
        counts.merge(key, count, Count::plus);
    }

    /** Adds what was counted to the table. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> flush() {
        Map<Key, Count> taken = new HashMap<>();
        for (Key key : List.copyOf(counts.keySet())) {
            Count count = counts.remove(key);
            if (count != null) {
                taken.put(key, count);
            }
        }
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connections
                .with(connection -> connection
                        .preparedQuery("insert into tenant_usage as u (tenant, day, service, requests, units, refused)"
                                + " values ($1, $2, $3, $4, $5, $6) on conflict (tenant, day, service) do update set"
                                + " requests = u.requests + $4, units = u.units + $5, refused = u.refused + $6")
                        .executeBatch(rows(taken)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    taken.forEach((key, count) -> counts.merge(key, count, Count::plus));
                    return null;
                });
    }

    void onStop(@Observes ShutdownEvent event) {
        flush().ifNoItem()
                .after(LAST_FLUSH)
                .recoverWithUni(Uni.createFrom().voidItem())
                .await()
                .atMost(LAST_FLUSH.multipliedBy(2));
    }

    private static List<Tuple> rows(Map<Key, Count> taken) {
        var rows = new ArrayList<Tuple>(taken.size());
        taken.forEach((key, count) -> rows.add(Tuple.of(
                key.tenant().value(), key.day(), key.service(), count.requests(), count.units(), count.refused())));
        return rows;
    }
}

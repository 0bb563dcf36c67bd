package io.mnemesh.gateway.relay.message;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Metrics of the relay queue. What waits is the same at every gateway; what was done is each one's own. */
@ApplicationScoped
class MessageMetrics {

    private static final String WAITING = "select priority, count(*) as messages,"
            + " extract(epoch from now() - min(created_at))::float8 as oldest from relay_message"
            + " where state = 'queued' group by priority";

    private record Waiting(long messages, double oldestSeconds) {

        static final Waiting NONE = new Waiting(0, 0);
    }

    private final QueuedConnections connections;
    private final Counter accepted;
    private final Counter refused;
    private final Counter delivered;
    private final Counter retried;
    private final Counter expired;
    private final Counter dead;
    private volatile Map<Priority, Waiting> waiting = new EnumMap<>(Priority.class);

    @Inject
    MessageMetrics(MeterRegistry registry, QueuedConnections connections) {
        this.connections = connections;
        accepted = counter(registry, "accepted", "Messages that were queued");
        refused = counter(registry, "refused", "Messages of tenants whose backlog was full");
        delivered = counter(registry, "delivered", "Messages that a service took");
        retried = counter(registry, "retried", "Sendings that are repeated");
        expired = counter(registry, "expired", "Messages whose time was over");
        dead = counter(registry, "dead", "Messages that are not tried any more");
        for (Priority priority : Priority.values()) {
            Gauge.builder("mnemesh_gateway_messages_queued", () -> of(priority).messages())
                    .description("Messages that wait")
                    .tag("priority", priority.key())
                    .register(registry);
            Gauge.builder(
                            "mnemesh_gateway_messages_oldest_seconds",
                            () -> of(priority).oldestSeconds())
                    .description("Age of the oldest message that waits")
                    .tag("priority", priority.key())
                    .register(registry);
        }
    }

    private static Counter counter(MeterRegistry registry, String what, String description) {
        return Counter.builder("mnemesh_gateway_messages_" + what + "_total")
                .description(description)
                .register(registry);
    }

    private Waiting of(Priority priority) {
        return Objects.requireNonNullElse(waiting.get(priority), Waiting.NONE);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sample() {
        return connections
                .with(connection -> connection.preparedQuery(WAITING).execute())
                .invoke(rows -> {
                    var found = new EnumMap<Priority, Waiting>(Priority.class);
                    for (Row row : rows) {
                        found.put(
                                Priority.of(row.getInteger("priority")),
                                new Waiting(row.getLong("messages"), row.getDouble("oldest")));
                    }
                    waiting = found;
                })
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    void accepted() {
        accepted.increment();
    }

    void refused() {
        refused.increment();
    }

    void delivered() {
        delivered.increment();
    }

    void retried(int messages) {
        retried.increment(messages);
    }

    void expired(int messages) {
        expired.increment(messages);
    }

    void died() {
        dead.increment();
    }
}

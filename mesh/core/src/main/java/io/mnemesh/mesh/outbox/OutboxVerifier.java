package io.mnemesh.mesh.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.stream.StreamKeys;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Looks for published events in their streams a while after they were published. One that is there leaves the outbox; one
 * that is not, because Redis lost its last writes in a crash or a failover, is published again. So nothing committed is
 * lost as long as Redis keeps what it has held for {@link OutboxConfig#settle()}.
 */
@Singleton
final class OutboxVerifier {

    private static final Logger LOG = Logger.getLogger(OutboxVerifier.class);

    private static final int BATCH = 1000;
    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtext('mnemesh-outbox-verify'), hashtext(current_schema()))";
    private static final String SETTLED =
            "SELECT id, partition, stream_id FROM outbox WHERE published_at < $1 ORDER BY published_at LIMIT $2";
    private static final String FORGET = "DELETE FROM outbox WHERE id = ANY($1)";
    private static final String AGAIN =
            "UPDATE outbox SET published_at = NULL, partition = NULL, stream_id = NULL WHERE id = ANY($1)";

    /** Which of the entries exist, in the order asked. A stream that was trimmed past an entry counts as having had it. */
    private static final Script PRESENT = new Script("""
            local found = {}
            for i, id in ipairs(ARGV) do
              found[i] = #redis.call('XRANGE', KEYS[1], id, id, 'COUNT', 1)
            end
            return found
            """);

    private final TenantTransactions transactions;
    private final RedisLines redis;
    private final OutboxRelay relay;
    private final OutboxConfig config;
    private final Clock clock;
    private final Counter republished;

    @Inject
    OutboxVerifier(
            TenantTransactions transactions,
            RedisLines redis,
            OutboxRelay relay,
            OutboxConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.transactions = transactions;
        this.redis = redis;
        this.relay = relay;
        this.config = config;
        this.clock = clock;
        this.republished = OutboxMetrics.republished(metrics);
    }

    @Scheduled(every = "${mnemesh.outbox.verify-interval:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> verify() {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .inSystem(this::verify)
                .onFailure()
                .invoke(failure ->
                        LOG.debugf("Published events cannot be verified at present: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> verify(SqlConnection connection) {
        return connection.query(LOCK).execute().chain(answer -> {
            boolean locked = answer.iterator().next().getBoolean(0);
            return locked ? verifySettled(connection) : Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> verifySettled(SqlConnection connection) {
        var before = clock.instant().minus(config.settle()).atOffset(ZoneOffset.UTC);
        return connection
                .preparedQuery(SETTLED)
                .execute(Tuple.of(before, BATCH))
                .chain(this::look)
                .chain(outcome -> settle(connection, outcome));
    }

    private Uni<Outcome> look(RowSet<Row> rows) {
        var published = new TreeMap<Integer, List<Row>>();
        rows.forEach(row -> published
                .computeIfAbsent(row.getInteger("partition"), partition -> new ArrayList<>())
                .add(row));
        var outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<Integer, List<Row>> part : published.entrySet()) {
            all = all.chain(() -> look(part.getKey(), part.getValue(), outcome));
        }
        return all.replaceWith(outcome);
    }

    private Uni<Void> look(int partition, List<Row> rows, Outcome outcome) {
        List<String> ids = rows.stream().map(row -> row.getString("stream_id")).toList();
        return redis.send(PRESENT.call(List.of(StreamKeys.events(partition)), ids))
                .invoke(answer -> outcome.take(rows, answer))
                .replaceWithVoid();
    }

    private Uni<Void> settle(SqlConnection connection, Outcome outcome) {
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(outcome.kept().toArray(Long[]::new)))
                .chain(() -> {
                    if (outcome.lost().isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    LOG.warnf(
                            "Redis lost %d published events; they are published again",
                            outcome.lost().size());
                    republished.increment(outcome.lost().size());
                    return connection
                            .preparedQuery(AGAIN)
                            .execute(Tuple.of(outcome.lost().toArray(Long[]::new)))
                            .invoke(relay::wake)
                            .replaceWithVoid();
                });
    }

    /** Outbox ids of events that are in their stream, and of those that are not. */
    private record Outcome(List<Long> kept, List<Long> lost) {

        void take(List<Row> rows, @org.jspecify.annotations.Nullable Response answer) {
            if (answer == null || answer.size() != rows.size()) {
                throw new IllegalStateException("Redis answered with another number of entries.");
            }
            for (int i = 0; i < rows.size(); i++) {
                boolean found = answer.get(i).toInteger() > 0;
                (found ? kept : lost).add(rows.get(i).getLong("id"));
            }
        }
    }
}

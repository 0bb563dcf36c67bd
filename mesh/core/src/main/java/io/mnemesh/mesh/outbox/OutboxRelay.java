package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.stream.Partitioner;
import io.mnemesh.mesh.stream.StreamConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Moves committed events from the outbox to the streams. A turn is one transaction: take the service's advisory lock,
 * read the oldest unpublished rows that are committed, publish them, mark them. The lock ends with the transaction, so no
 * instance is a leader that could be stale, and two instances never publish at once. There is no position to remember:
 * a transaction that commits late finds its rows published in a later turn. A crash between publishing and the mark
 * publishes again; consumers deduplicate by event id.
 *
 * <p>Order: rows of one subject are committed in the order of their ids, because writers hold the subject's row while
 * they append, and a turn publishes in the order of ids.
 *
 * <p>Threads: turns run one after another on one Vert.x context, to which the fields are confined; {@link #wake()} may be
 * called from anywhere.
 */
@Singleton
final class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final String LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtext('mnemesh-outbox'), hashtext(current_schema()))";
    private static final String OLDEST =
            "SELECT id, fields FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1";
    private static final String MARK = """
            UPDATE outbox SET published_at = now(), partition = published.partition, stream_id = published.stream_id
            FROM unnest($1::bigint[], $2::integer[], $3::text[]) AS published (id, partition, stream_id)
            WHERE outbox.id = published.id
            """;

    private final TenantTransactions transactions;
    private final EventPublisher publisher;
    private final StoredEvents stored;
    private final Partitioner partitioner;
    private final OutboxConfig config;
    private final Vertx vertx;
    private final Context context;

    private boolean running;
    private boolean woken;
    private boolean stopped;
    private int failures;
    private long timer = -1;

    @Inject
    OutboxRelay(
            TenantTransactions transactions,
            EventPublisher publisher,
            StoredEvents stored,
            StreamConfig streams,
            OutboxConfig config,
            Vertx vertx) {
        this.transactions = transactions;
        this.publisher = publisher;
        this.stored = stored;
        this.partitioner = new Partitioner(streams.partitions());
        this.config = config.validated();
        this.vertx = vertx;
        this.context = ((io.vertx.core.impl.VertxInternal) vertx).createEventLoopContext();
    }

    void start(@Observes StartupEvent event) {
        wake();
    }

    void stop(@Observes ShutdownEvent event) {
        context.runOnContext(ignored -> stopped = true);
    }

    void wake() {
        if (config.enabled()) {
            context.runOnContext(ignored -> turn());
        }
    }

    private void turn() {
        woken = true;
        if (running || stopped) {
            return;
        }
        running = true;
        woken = false;
        vertx.cancelTimer(timer);
        transactions.inSystem(this::relay).subscribe().with(this::done, this::failed);
    }

    private void done(int published) {
        context.runOnContext(ignored -> {
            if (failures > 0) {
                LOG.info("The outbox is relayed again");
            }
            failures = 0;
            running = false;
            if (woken || published == config.batch()) {
                turn();
            } else {
                again(config.poll());
            }
        });
    }

    private void failed(Throwable failure) {
        context.runOnContext(ignored -> {
            failures++;
            if (failures == 1) {
                LOG.warnf(
                        "The outbox cannot be relayed at present; it is tried again until it can: %s",
                        failure.getMessage());
            }
            running = false;
            again(config.retry().after(failures));
        });
    }

    private void again(Duration delay) {
        if (!stopped) {
            timer = vertx.setTimer(delay.toMillis(), fired -> context.runOnContext(ignored -> turn()));
        }
    }

    private Uni<Integer> relay(SqlConnection connection) {
        return connection.query(LOCK).execute().chain(answer -> {
            boolean locked = answer.iterator().next().getBoolean(0);
            return locked ? publishOldest(connection) : Uni.createFrom().item(0);
        });
    }

    private Uni<Integer> publishOldest(SqlConnection connection) {
        return connection
                .preparedQuery(OLDEST)
                .execute(Tuple.of(config.batch()))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(0);
                    }
                    var batch = new Batch(rows.size());
                    rows.forEach(row -> batch.add(row, stored));
                    return publisher
                            .publish(batch.events)
                            .chain(streamIds -> mark(connection, batch, streamIds))
                            .replaceWith(batch.events.size());
                });
    }

    private Uni<RowSet<Row>> mark(SqlConnection connection, Batch batch, List<String> streamIds) {
        Integer[] partitions = batch.events.stream()
                .map(event -> partitioner.partition(event.tenant(), event.subject()))
                .toArray(Integer[]::new);
        return connection
                .preparedQuery(MARK)
                .execute(Tuple.of(batch.ids.toArray(Long[]::new), partitions, streamIds.toArray(String[]::new)));
    }

    /** The rows of one turn. */
    private static final class Batch {
        private final List<Long> ids;
        private final List<MeshEvent<?>> events;

        Batch(int size) {
            ids = new ArrayList<>(size);
            events = new ArrayList<>(size);
        }

        void add(Row row, StoredEvents stored) {
            ids.add(row.getLong("id"));
            events.add(stored.read(row.getString("fields")));
        }
    }
}

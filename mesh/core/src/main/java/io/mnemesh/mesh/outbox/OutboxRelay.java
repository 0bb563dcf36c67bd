package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.outbox.OutboxTable.Place;
import io.mnemesh.mesh.outbox.OutboxTable.Stored;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.stream.Partitioner;
import io.mnemesh.mesh.stream.StreamConfig;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves committed events from the outbox to the streams. A turn is one transaction: take the service's advisory lock, read
 * the oldest unpublished rows that are committed, publish them, mark them. The lock ends with the transaction, so no
 * instance is a leader that could be stale, and two instances do not publish side by side. There is no position to
 * remember: the rows of a transaction that commits late are found in a later turn. A crash between publishing and the
 * mark publishes again; consumers deduplicate by event id.
 *
 * <p>Order: {@link PostgresOutbox} gives ids so that of two transactions of one subject the one that commits first has
 * the smaller ids, and a turn publishes in the order of ids.
 *
 * <p>Before it publishes, and from time to time without, a turn has the {@link LossDetector} look for published events
 * that Redis has lost. Were it looked for only later, newer entries could hide the loss.
 *
 * <p>Threads: turns run one after another on one loop, to which the fields are confined; {@link #wake()} may be called
 * from anywhere.
 */
@Singleton
final class OutboxRelay {

    private static final MeshLog LOG = MeshLog.of(OutboxRelay.class);

    /** Bytes after which a turn is full; keeps a pipeline to Redis small whatever the events' size. */
    private static final int TURN_BYTES = 4 << 20;

    private static final String UNDEFINED_TABLE = "42P01";

    private final TenantTransactions transactions;
    private final QueuedConnections connections;
    private final OutboxTable table;
    private final LossDetector losses;
    private final EventPublisher publisher;
    private final StoredEvents stored;
    private final Partitioner partitioner;
    private final OutboxConfig config;
    private final Loop loop;

    /** Read from anywhere. */
    private volatile boolean absent;

    private boolean running;
    private boolean woken;
    private boolean stopped;
    private boolean verified;
    private long verifiedAt;
    private int failures;
    private long timer = -1;

    @Inject
    OutboxRelay(
            TenantTransactions transactions,
            QueuedConnections connections,
            OutboxTable table,
            LossDetector losses,
            EventPublisher publisher,
            StoredEvents stored,
            StreamConfig streams,
            OutboxConfig config,
            Vertx vertx) {
        this.transactions = transactions;
        this.connections = connections;
        this.table = table;
        this.losses = losses;
        this.publisher = publisher;
        this.stored = stored;
        this.partitioner = new Partitioner(streams.partitions());
        this.config = config.validated();
        this.loop = new Loop(vertx);
    }

    void start(@Observes StartupEvent event) {
        wake();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.run(() -> {
            stopped = true;
            loop.cancel(timer);
        });
    }

    /** False if this service has no outbox, by its configuration or because it has not the tables. */
    boolean hasOutbox() {
        return config.enabled() && !absent;
    }

    void wake() {
        if (config.enabled()) {
            loop.run(() -> {
                woken = true;
                turn();
            });
        }
    }

    private void turn() {
        if (running || stopped) {
            return;
        }
        running = true;
        loop.cancel(timer);
        boolean verify = isVerificationDue();
        // Whoever was woken has work most likely; a poll asks first, which is one statement instead of a transaction.
        Uni<Boolean> needed = woken || verify ? Uni.createFrom().item(true) : connections.urgentlyWith(table::hasWork);
        woken = false;
        loop.take(
                needed.chain(need -> need
                        ? transactions.inSystemUrgently(this::relay)
                        : Uni.createFrom().item(Outcome.IDLE)),
                this::done,
                this::failed);
    }

    private void done(Outcome outcome) {
        if (failures > 0) {
            LOG.info("The outbox is relayed again").log();
        }
        failures = 0;
        running = false;
        if (woken || outcome == Outcome.MORE) {
            turn();
        } else {
            again(outcome == Outcome.YIELDED ? config.contentionWait() : config.poll());
        }
    }

    private void failed(Throwable failure) {
        running = false;
        verified = false;
        if (stopped) {
            return;
        }
        if (isMissingTable(failure)) {
            LOG.info("This service has no outbox").log();
            absent = true;
            stopped = true;
            return;
        }
        failures++;
        if (failures == 1) {
            LOG.warn("The outbox cannot be relayed at present; it is tried again until it can")
                    .cause(failure)
                    .log();
        } else {
            LOG.debug("The outbox cannot be relayed yet")
                    .with(LogKey.ATTEMPT, failures)
                    .cause(failure)
                    .log();
        }
        again(config.retry().after(failures));
    }

    private void again(Duration delay) {
        if (!stopped) {
            timer = loop.after(delay, this::turn);
        }
    }

    private boolean isVerificationDue() {
        return !verified
                || System.nanoTime() - verifiedAt > config.verifyInterval().toNanos();
    }

    private Uni<Outcome> relay(SqlConnection connection) {
        return table.tryLock(connection)
                .chain(locked -> locked
                        ? losses.recover(connection)
                                .invoke(this::verified)
                                .chain(() -> table.oldest(connection, config.batch()))
                                .chain(rows -> publish(connection, rows))
                        : Uni.createFrom().item(Outcome.YIELDED));
    }

    private void verified() {
        loop.run(() -> {
            verified = true;
            verifiedAt = System.nanoTime();
        });
    }

    private Uni<Outcome> publish(SqlConnection connection, List<Stored> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Outcome.IDLE);
        }
        Turn turn = Turn.of(rows, stored);
        Outcome outcome = turn.rows() == rows.size() && rows.size() < config.batch() ? Outcome.IDLE : Outcome.MORE;
        return table.setAside(connection, turn.unreadable())
                .chain(() -> publisher.publish(turn.events()))
                .chain(streamIds -> table.mark(connection, places(turn, streamIds)))
                .replaceWith(outcome);
    }

    private List<Place> places(Turn turn, List<String> streamIds) {
        var places = new ArrayList<Place>(streamIds.size());
        for (int i = 0; i < streamIds.size(); i++) {
            MeshEvent<?> event = turn.events().get(i);
            int partition = partitioner.partition(event.tenant(), event.subject());
            places.add(Place.of(turn.ids().get(i), partition, streamIds.get(i)));
        }
        return places;
    }

    private static boolean isMissingTable(Throwable failure) {
        return failure instanceof PgException e && UNDEFINED_TABLE.equals(e.getSqlState());
    }

    private enum Outcome {
        /** Nothing is left. */
        IDLE,
        /** There may be more. */
        MORE,
        /** Another instance relays. */
        YIELDED
    }

    /**
     * What one turn publishes.
     *
     * @param rows       how many rows were taken
     * @param ids        of the rows that are events
     * @param events     read from these rows
     * @param unreadable ids of the other rows
     */
    private record Turn(int rows, List<Long> ids, List<MeshEvent<?>> events, List<Long> unreadable) {

        static Turn of(List<Stored> rows, StoredEvents stored) {
            var ids = new ArrayList<Long>(rows.size());
            var events = new ArrayList<MeshEvent<?>>(rows.size());
            var unreadable = new ArrayList<Long>();
            int taken = 0;
            long bytes = 0;
            while (taken < rows.size() && bytes < TURN_BYTES) {
                Stored row = rows.get(taken++);
                bytes += row.fields().length();
                try {
                    events.add(stored.read(row.fields()));
                    ids.add(row.id());
                } catch (RuntimeException e) {
                    LOG.error("A row of the outbox is no event that this version can read; it is set aside")
                            .with(LogKey.EVENT_ID, row.id())
                            .cause(e)
                            .log();
                    unreadable.add(row.id());
                }
            }
            return new Turn(taken, ids, events, unreadable);
        }
    }
}

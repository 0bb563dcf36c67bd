package io.mnemesh.mesh.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;

/**
 * Connections of the service's pool for single statements, outside of a transaction. Who wants one waits in the {@link
 * ConnectionQueue} like everybody else and has an end: what has not answered within {@link
 * PostgresConfig#acquireTimeout()} fails with a timeout. A statement that has begun is not interrupted then. Thread-safe.
 */
@Singleton
public final class QueuedConnections {

    private final Pool pool;
    private final ConnectionQueue queue;
    private final PostgresConfig config;

    @Inject
    QueuedConnections(Pool pool, ConnectionQueue queue, PostgresConfig config) {
        this.pool = pool;
        this.queue = queue;
        this.config = config.validated();
    }

    /**
     * Runs {@code work} on a connection. It sees only tables without row-level security.
     *
     * @return fails with {@link PoolBusyException} if too many wait
     */
    public <T> Uni<T> with(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> with(queue.ticket(), work));
    }

    /** As {@link #with}, before everybody who waits: for work without which theirs would pile up. */
    public <T> Uni<T> urgentlyWith(Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> with(queue.urgentTicket(), work));
    }

    private <T> Uni<T> with(ConnectionTicket ticket, Function<SqlConnection, Uni<T>> work) {
        return ticket.lease(() -> pool.withConnection(work))
                .ifNoItem()
                .after(config.acquireTimeout())
                .fail()
                .onTermination()
                .invoke(ticket::leave);
    }
}

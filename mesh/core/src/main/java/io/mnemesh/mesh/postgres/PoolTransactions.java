package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on connections of the service's pool. Opening one is tried again for a while when the server is away,
 * since nothing has been done yet; what happens in it is not, since only the caller knows whether it may happen twice. A
 * caller that gives up while it waits for a connection does not take one out of the pool. Thread-safe.
 */
@Singleton
final class PoolTransactions implements TenantTransactions {

    private final Pool pool;
    private final ConnectionQueue queue;
    private final PostgresConfig config;
    private final Undoing undoing;

    @Inject
    PoolTransactions(Pool pool, ConnectionQueue queue, PostgresConfig config) {
        this.pool = pool;
        this.queue = queue;
        this.config = config.validated();
        this.undoing = new Undoing(config.cancelAfter());
    }

    @Override
    public <T> Uni<T> inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return open(queue.ticket(), connection -> Confinement.to(tenant, connection))
                .chain(opened -> run(opened, work));
    }

    @Override
    public <T> Uni<T> inSystem(Function<SqlConnection, Uni<T>> work) {
        return inSystem(queue.ticket(), work);
    }

    @Override
    public <T> Uni<T> inSystemUrgently(Function<SqlConnection, Uni<T>> work) {
        return inSystem(queue.urgentTicket(), work);
    }

    private <T> Uni<T> inSystem(ConnectionTicket ticket, Function<SqlConnection, Uni<T>> work) {
        return open(ticket, connection -> Uni.createFrom().voidItem()).chain(opened -> run(opened, work));
    }

    /** Opens a transaction. A caller that gives up meanwhile does not interrupt it; it is undone once it is open. */
    private Uni<Opened> open(ConnectionTicket ticket, Function<SqlConnection, Uni<?>> prepare) {
        return Uni.createFrom()
                .<Opened>emitter(emitter -> {
                    var abandoned = new Abandonment();
                    emitter.onTermination(() -> {
                        ticket.leave();
                        abandoned.callerLeft();
                    });
                    try {
                        ticket.enter(giveBack -> connect(prepare, giveBack, abandoned)
                                .subscribe()
                                .with(
                                        opened -> {
                                            abandoned.offer(opened);
                                            emitter.complete(opened);
                                        },
                                        failure -> {
                                            giveBack.run();
                                            emitter.fail(failure);
                                        }));
                    } catch (PoolBusyException | CancellationException e) {
                        emitter.fail(e);
                    }
                })
                .ifNoItem()
                .after(config.acquireTimeout())
                .fail();
    }

    private Uni<Opened> connect(Function<SqlConnection, Uni<?>> prepare, Runnable giveBack, Abandonment abandoned) {
        return pool.getConnection()
                .chain(connection -> connection
                        .begin()
                        .chain(transaction -> prepare.apply(connection)
                                .replaceWith(new Opened(
                                        connection, transaction, giveBack, new AtomicBoolean(), new AtomicBoolean())))
                        .onFailure()
                        .call(() -> close(connection)))
                .onFailure(failure -> !abandoned.hasCallerLeft() && Failures.isTransient(failure))
                .retry()
                .withBackOff(config.retryFirst(), config.retryCap())
                .expireIn(config.retryFor().toMillis());
    }

    private <T> Uni<T> run(Opened opened, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> opened.taken().compareAndSet(false, true)
                        ? complete(opened, work)
                        : Uni.createFrom().failure(new CancellationException("The caller gave up.")));
    }

    private <T> Uni<T> complete(Opened opened, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> work.apply(opened.connection()))
                .onItem()
                .call(() -> opened.ended().get()
                        ? Uni.createFrom().voidItem()
                        : opened.transaction().commit())
                .onTermination()
                .call((item, failure, cancelled) -> end(opened, failure != null || cancelled));
    }

    /**
     * Gives the connection back, once the server has answered the end of the transaction: its next user may be on another
     * event loop, and what it sends could overtake a commit that is still on its way.
     */
    private Uni<Void> end(Opened opened, boolean undo) {
        opened.ended().set(true);
        Uni<Void> undone = undo
                ? undoing.undo(opened.connection(), opened.transaction())
                : Uni.createFrom().voidItem();
        return undone.chain(() -> close(opened.connection())).onTermination().invoke(opened.giveBack());
    }

    private static Uni<Void> close(SqlConnection connection) {
        return connection.close().onFailure().recoverWithNull();
    }

    /**
     * @param giveBack to run once the connection is back in the pool
     * @param taken set by whoever ends the transaction: its work, or the departure of its caller before the work began
     * @param ended set when the transaction is on its way out; work that ends after its caller gave up must not commit
     */
    private record Opened(
            SqlConnection connection,
            Transaction transaction,
            Runnable giveBack,
            AtomicBoolean taken,
            AtomicBoolean ended) {}

    /** Ends a transaction whose caller left before its work began, whichever of the two happens last. */
    private final class Abandonment {

        private boolean left;
        private @Nullable Opened opened;

        synchronized boolean hasCallerLeft() {
            return left;
        }

        void callerLeft() {
            settle(true, null);
        }

        void offer(Opened transaction) {
            settle(false, transaction);
        }

        private void settle(boolean leaves, @Nullable Opened transaction) {
            Opened orphan;
            synchronized (this) {
                left |= leaves;
                opened = transaction == null ? opened : transaction;
                orphan = left ? opened : null;
            }
            if (orphan != null && orphan.taken().compareAndSet(false, true)) {
                end(orphan, true).subscribe().with(done -> {}, failure -> {});
            }
        }
    }
}

package io.mnemesh.mesh.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Undoes a transaction. The server takes the rollback once it is done with the statement that is under way, and a statement
 * that waits for a lock is not done for long: such a one is cancelled, since each that goes on waiting for a caller who has
 * left keeps a connection from those who have not.
 */
final class Undoing {

    private final Duration patience;

    /** @param patience how long a statement that is under way may go on */
    Undoing(Duration patience) {
        this.patience = patience;
    }

    /**
     * Ends without a failure once the server has answered, or the connection is lost. A cancellation has reached the server
     * by then: it cannot hit what the connection's next user sends.
     */
    Uni<Void> undo(SqlConnection connection, Transaction transaction) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> undone = rolledBack(transaction).subscribeAsCompletionStage();
            return waitFor(undone)
                    .ifNoItem()
                    .after(patience)
                    .recoverWithUni(() -> cancelStatement(connection).chain(() -> waitFor(undone)));
        });
    }

    /** The rollback, or the commit that was under way already. */
    private static Uni<Void> rolledBack(Transaction transaction) {
        return transaction
                .rollback()
                .onFailure()
                .recoverWithNull()
                .chain(transaction::completion)
                .onFailure()
                .recoverWithNull();
    }

    /** Who stops waiting does not stop the rollback. */
    private static Uni<Void> waitFor(CompletableFuture<Void> undone) {
        return Uni.createFrom().completionStage(undone::copy);
    }

    private static Uni<Void> cancelStatement(SqlConnection connection) {
        return connection.getDelegate() instanceof PgConnection postgres
                ? Uni.createFrom()
                        .completionStage(() -> postgres.cancelRequest().toCompletionStage())
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }
}

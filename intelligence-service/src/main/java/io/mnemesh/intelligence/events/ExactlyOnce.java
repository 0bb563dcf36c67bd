package io.mnemesh.intelligence.events;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.outbox.ProcessedEvents;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/**
 * Effects of events that a redelivery does not repeat: the mark that an event was processed, what it changes and the events it
 * causes are one transaction of its tenant.
 */
@ApplicationScoped
public class ExactlyOnce {

    private final TenantTransactions transactions;
    private final ProcessedEvents processed;
    private final Outbox outbox;

    ExactlyOnce(TenantTransactions transactions, ProcessedEvents processed, Outbox outbox) {
        this.transactions = transactions;
        this.processed = processed;
        this.outbox = outbox;
    }

    /** Runs the effect unless the group has processed the event before. */
    public Uni<Void> run(String group, MeshEvent<?> cause, Function<SqlConnection, Uni<Void>> effect) {
        return run(group, cause, effect, Uni.createFrom().voidItem());
    }

    /** Runs the effect; {@code otherwise} if the group has processed the event before. */
    public <T> Uni<T> run(String group, MeshEvent<?> cause, Function<SqlConnection, Uni<T>> effect, Uni<T> otherwise) {
        return transactions
                .inTenant(
                        cause.tenant(),
                        connection -> processed
                                .markFirst(transactions.statements(connection), group, cause.id())
                                .flatMap(first -> first ? effect.apply(connection) : otherwise))
                .invoke(outbox::wake);
    }
}

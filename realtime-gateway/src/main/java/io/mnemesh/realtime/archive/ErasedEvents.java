package io.mnemesh.realtime.archive;

import io.mnemesh.mesh.erasure.ErasureProofs;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.outbox.OutboxErasure;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/**
 * Removes events that tell of erased memories from the archive, whenever they were archived, with the proof in the same
 * transaction.
 */
@ApplicationScoped
public class ErasedEvents {

    private static final String[] WITHOUT_CONTENT =
            EventTypes.WITHOUT_CONTENT.stream().map(EventType::name).toArray(String[]::new);

    private static final String DELETE = """
            DELETE FROM event WHERE tenant = $1 AND NOT type = ANY($2) AND (
                subject = ANY($3) OR data ->> 'memoryId' = ANY($3)
                OR ($5 AND data -> 'context' ->> 'user' = $4) OR ($6 AND data ->> 'createdBy' = $4))""";

    private final TenantTransactions transactions;
    private final OutboxErasure outbox;
    private final ErasureProofs proofs;
    private final SettledEvents settled;

    ErasedEvents(TenantTransactions transactions, OutboxErasure outbox, ErasureProofs proofs, SettledEvents settled) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.proofs = proofs;
        this.settled = settled;
    }

    /**
     * @param channels channels that began a new epoch before, for the proof
     * @return what was removed
     */
    public Uni<Map<String, Long>> erase(TenantId tenant, MemoryErased asked, long channels) {
        String user = asked.user();
        String[] ids = asked.memoryIds().stream().map(UUID::toString).toArray(String[]::new);
        Tuple row = Tuple.tuple()
                .addString(tenant.value())
                .addArrayOfString(WITHOUT_CONTENT)
                .addArrayOfString(ids)
                .addString(user)
                .addBoolean(user != null && asked.byContext())
                .addBoolean(user != null && asked.byCreator());
        return transactions
                .inTenant(tenant, connection -> erase(connection, row, tenant, asked, channels))
                .call(() -> settled.forget(tenant));
    }

    private Uni<Map<String, Long>> erase(
            SqlConnection connection, Tuple row, TenantId tenant, MemoryErased asked, long channels) {
        return connection
                .preparedQuery(DELETE)
                .execute(row)
                .call(() -> outbox.erase(connection, tenant, asked.memoryIds()))
                .chain(rows -> proofs.note(
                        connection, tenant, asked, Map.of("events", (long) rows.rowCount(), "channels", channels)));
    }
}

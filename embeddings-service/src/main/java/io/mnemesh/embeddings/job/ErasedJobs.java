package io.mnemesh.embeddings.job;

import io.mnemesh.mesh.erasure.ErasureProofs;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Removes the corpora an erased user gave, with their texts and vectors and the proof in the same transaction. */
@ApplicationScoped
public class ErasedJobs {

    private final TenantTransactions transactions;
    private final ErasureProofs proofs;

    ErasedJobs(TenantTransactions transactions, ErasureProofs proofs) {
        this.transactions = transactions;
        this.proofs = proofs;
    }

    /**
     * @param vectors cached vectors that were forgotten before, for the proof
     * @return what was removed
     */
    public Uni<Map<String, Long>> erase(TenantId tenant, MemoryErased asked, long vectors) {
        return transactions.inTenant(
                tenant,
                connection -> remove(connection, tenant, asked)
                        .chain(jobs ->
                                proofs.note(connection, tenant, asked, Map.of("jobs", jobs, "vectors", vectors))));
    }

    private static Uni<Long> remove(SqlConnection connection, TenantId tenant, MemoryErased asked) {
        String user = asked.user();
        return user == null || !asked.byCreator()
                ? Uni.createFrom().item(0L)
                : connection
                        .preparedQuery("DELETE FROM embedding_job WHERE tenant = $1 AND created_by = $2")
                        .execute(Tuple.of(tenant.value(), user))
                        .map(rows -> (long) rows.rowCount());
    }
}

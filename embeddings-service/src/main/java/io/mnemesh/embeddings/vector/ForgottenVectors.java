package io.mnemesh.embeddings.vector;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Forgets a tenant's cached vectors, in all tiers and instances. The longest-lived tier says which there are; removed ones
 * are kept there as keys without a value.
 */
@ApplicationScoped
public class ForgottenVectors {

    private static final int PAGE = 500;

    private static final String KEYS = """
            SELECT key FROM cache_entry WHERE tenant = $1 AND cache = $2 AND value IS NOT NULL AND key > $3
            ORDER BY key LIMIT $4""";

    private final TenantTransactions transactions;
    private final CachedVectors vectors;

    ForgottenVectors(TenantTransactions transactions, CachedVectors vectors) {
        this.transactions = transactions;
        this.vectors = vectors;
    }

    /** @return how many there were */
    public Uni<Long> forget(TenantId tenant) {
        return forget(tenant, "").call(vectors::forgetNames);
    }

    private Uni<Long> forget(TenantId tenant, String after) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> connection
                                .preparedQuery(KEYS)
                                .execute(Tuple.of(tenant.value(), CachedVectors.NAME, after, PAGE)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map((Row row) -> row.getString(0))
                        .toList())
                .chain(keys -> keys.isEmpty()
                        ? Uni.createFrom().item(0L)
                        : vectors.forget(tenant, keys)
                                .chain(() -> forget(tenant, last(keys)))
                                .map(more -> more + keys.size()));
    }

    private static String last(List<String> keys) {
        return keys.getLast();
    }
}

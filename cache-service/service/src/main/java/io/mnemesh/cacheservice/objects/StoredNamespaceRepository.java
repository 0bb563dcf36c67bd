package io.mnemesh.cacheservice.objects;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** What is stored in each namespace of a tenant. */
@ApplicationScoped
public class StoredNamespaceRepository {

    private static final String SUMMARY = """
            select split_part(key, '/', 1), count(*), coalesce(sum(octet_length(value)), 0)::bigint
            from cache_entry
            where tenant = $1 and cache = $2 and value is not null and expires_at > now()
            group by 1
            """;

    private final TenantTransactions transactions;

    @Inject
    StoredNamespaceRepository(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What is stored in one namespace.
     *
     * @param bytes as stored, headers included
     */
    record Stored(long objects, long bytes) {
        static final Stored NOTHING = new Stored(0, 0);
    }

    Uni<Map<String, Stored>> summary(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(SUMMARY)
                        .execute(Tuple.of(tenant.value(), Objects.CACHE))
                        .map(rows -> {
                            Map<String, Stored> byName = new HashMap<>();
                            rows.forEach(
                                    row -> byName.put(row.getString(0), new Stored(row.getLong(1), row.getLong(2))));
                            return byName;
                        }));
    }
}

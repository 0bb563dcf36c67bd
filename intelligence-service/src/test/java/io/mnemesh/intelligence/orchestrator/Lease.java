package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.postgres.TenantTransactions;
import java.time.Duration;

/** Which instance decides. Test classes share a database, but not always an instance. */
final class Lease {

    private Lease() {}

    /** Takes it from whoever holds it. */
    static void free(TenantTransactions transactions) {
        transactions
                .inSystem(connection -> TenantSql.query(connection, "delete from orchestrator_lease"))
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}

package io.mnemesh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.postgres.TenantTransactions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service with nothing but its name boots on the shared defaults. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class MeshTestResourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    TenantTransactions transactions;

    @Test
    void shouldRunAsTheServicesOwnRoleInItsOwnSchema() {
        // When
        String who = transactions
                .inSystem(connection -> connection
                        .query("SELECT current_user || ' in ' || current_schema()")
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0)))
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(who).isEqualTo("mnemesh_memory in memory");
    }

    @Test
    void shouldHaveTheTablesOfTheMeshOwnedByTheOwner() {
        // When
        String owners = transactions
                .inSystem(connection -> connection
                        .query(
                                "SELECT string_agg(tablename || ':' || tableowner, ' ' ORDER BY tablename) FROM pg_tables"
                                        + " WHERE schemaname = 'memory' AND tablename IN ('outbox', 'processed_event')")
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0)))
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(owners).isEqualTo("outbox:mnemesh_owner processed_event:mnemesh_owner");
    }
}

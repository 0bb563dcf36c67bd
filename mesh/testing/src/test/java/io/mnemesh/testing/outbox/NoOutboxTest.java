package io.mnemesh.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service without the tables of the mesh boots and works; its relay stops by itself. */
@Tag("slow")
@QuarkusTest
@TestProfile(NoOutboxTest.WithoutTables.class)
@QuarkusTestResource(MeshTestResource.class)
class NoOutboxTest {

    @Inject
    Outbox outbox;

    @Inject
    TenantTransactions transactions;

    @Test
    void shouldRunWithoutTheTables() {
        // When
        outbox.wake();

        // Then
        boolean there = transactions
                .inSystem(connection -> connection
                        .query("SELECT to_regclass('outbox') IS NOT NULL")
                        .execute())
                .map(rows -> rows.iterator().next().getBoolean(0))
                .await()
                .atMost(Duration.ofSeconds(10));
        assertThat(there).isFalse();
    }

    /** The cache's schema, in which nothing is migrated. */
    public static final class WithoutTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.service.name", "cache", "quarkus.flyway.migrate-at-start", "false");
        }
    }
}

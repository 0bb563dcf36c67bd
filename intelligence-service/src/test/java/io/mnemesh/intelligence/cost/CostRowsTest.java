package io.mnemesh.intelligence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.cost.persistence.UseStore;
import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.event.payload.AccessRecorded.Use;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the service's own database role sees of costs when its code forgets to ask for the tenant. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CostRowsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    TenantTransactions transactions;

    @Inject
    UseStore uses;

    private final TenantId mine = new TenantId("a-" + UUID.randomUUID());
    private final TenantId theirs = new TenantId("a-" + UUID.randomUUID());

    @Test
    void shouldShowATenantOnlyItsOwnRows() {
        add(mine, mine);
        add(theirs, theirs);

        assertThat(done(transactions.inTenant(mine, this::tenants))).containsExactly(mine.value());
        assertThat(done(transactions.inSystem(this::tenants)))
                .as("who says neither")
                .isEmpty();
        List<UseStore.Used> across = done(transactions.inSystem(
                connection -> uses.tenants(connection, AT.minusSeconds(3600), AT.plusSeconds(3600), null, 10_000)));
        assertThat(across).extracting(UseStore.Used::tenant).contains(mine.value(), theirs.value());
    }

    @Test
    void shouldAddNothingToAnotherTenant() {
        assertThatThrownBy(() -> add(mine, theirs)).hasMessageContaining("row-level security");
    }

    private Uni<List<String>> tenants(SqlConnection connection) {
        return TenantSql.query(connection, "select distinct tenant from cost_use")
                .map(rows -> TenantSql.list(rows, row -> row.getString("tenant")));
    }

    private void add(TenantId within, TenantId whose) {
        done(transactions.inTenant(
                within, connection -> uses.add(connection, whose, AT, List.of(new Use("memory", 1, 2, 0)))));
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}

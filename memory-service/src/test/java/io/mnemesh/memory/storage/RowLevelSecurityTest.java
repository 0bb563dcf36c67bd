package io.mnemesh.memory.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the service's own database role sees when its code forgets to ask for the tenant. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class RowLevelSecurityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> TABLES = List.of(
            "memory",
            "memory_access",
            "memory_cluster",
            "memory_cluster_change",
            "memory_cluster_member",
            "memory_cluster_queue",
            "memory_cluster_term",
            "memory_contrary",
            "memory_current_context",
            "memory_embedding",
            "memory_feedback",
            "memory_history",
            "memory_idempotency",
            "memory_import",
            "memory_import_error",
            "memory_import_line",
            "retention_policy");

    @Inject
    Pool pool;

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldShowNothingWithoutATenantOrWithAnother() {
        UUID id = api.store("behind the wall");

        assertThat(count("memory", null, id)).isZero();
        assertThat(count("memory", "another", id)).isZero();
        assertThat(count("memory", api.tenant(), id)).isEqualTo(1);
    }

    @Test
    void shouldChangeNothingOfAnotherTenant() {
        UUID id = api.store("behind the wall");

        int deleted = in(
                "another",
                connection -> connection
                        .preparedQuery("delete from memory where id = $1")
                        .execute(Tuple.of(id))
                        .await()
                        .atMost(PATIENCE)
                        .rowCount());
        int updated = in(
                "another",
                connection -> connection
                        .preparedQuery("update memory set content = 'changed' where id = $1")
                        .execute(Tuple.of(id))
                        .await()
                        .atMost(PATIENCE)
                        .rowCount());

        assertThat(deleted + updated).isZero();
        api.get(id).then().statusCode(200);
    }

    @Test
    void shouldRefuseARowOfAnotherTenant() {
        assertThatThrownBy(() -> in(
                        "another",
                        connection -> connection
                                .preparedQuery(
                                        "insert into memory_idempotency values ($1, 'k', 'x', gen_random_uuid(), now())")
                                .execute(Tuple.of(api.tenant()))
                                .await()
                                .atMost(PATIENCE)))
                .hasMessageContaining("row-level security");
    }

    @Test
    void shouldForceTheRuleOnEveryTenantTable() {
        for (String table : TABLES) {
            boolean forced = pool.preparedQuery(
                            "select relrowsecurity and relforcerowsecurity from pg_class where relname = $1")
                    .execute(Tuple.of(table))
                    .await()
                    .atMost(PATIENCE)
                    .iterator()
                    .next()
                    .getBoolean(0);
            assertThat(forced).as(table).isTrue();
        }
    }

    private long count(String table, String tenant, UUID id) {
        return in(
                tenant,
                connection -> connection
                        .preparedQuery("select count(*) from " + table + " where id = $1")
                        .execute(Tuple.of(id))
                        .await()
                        .atMost(PATIENCE)
                        .iterator()
                        .next()
                        .getLong(0));
    }

    private <T> T in(String tenant, java.util.function.Function<SqlConnection, T> work) {
        SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            var transaction = connection.begin().await().atMost(PATIENCE);
            if (tenant != null) {
                connection
                        .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                        .execute(Tuple.of(tenant))
                        .await()
                        .atMost(PATIENCE);
            }
            try {
                return work.apply(connection);
            } finally {
                transaction.rollback().await().atMost(PATIENCE);
            }
        } finally {
            connection.close().await().atMost(PATIENCE);
        }
    }
}

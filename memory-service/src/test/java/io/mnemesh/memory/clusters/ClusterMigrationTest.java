package io.mnemesh.memory.clusters;

import static io.mnemesh.memory.support.MigrationApi.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.memory.support.MigrationApi;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clusters stay over a switch of the embedding model, and go on by the vectors of the one that serves. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class ClusterMigrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    ClusterSweep sweep;

    @Inject
    Clusters clusters;

    @Inject
    FakeEmbeddings embeddings;

    @Inject
    IndexService index;

    @Inject
    TenantTransactions transactions;

    private final Api api = Api.ofNewTenant();
    private final MigrationApi migrations = new MigrationApi(api.tenant());

    @BeforeEach
    void answerEverybody() {
        embeddings.answerEverybody();
    }

    @AfterEach
    void forget() {
        MigrationApi.forget(transactions, index);
    }

    @Test
    void shouldGoOnWithItsClustersWhicheverModelServes() {
        store(
                "refund transfer of booking delayed again",
                "refund transfer of another booking delayed",
                "refund transfer delayed by the bank",
                "refund booking transfer delayed twice");
        settle(4);
        String cluster = api.request().get("/api/memories/clusters").path("items[0].id");
        assertThat(dimensions()).isEqualTo(FakeEmbeddings.DIMENSIONS);

        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);
        store("refund transfer delayed by another bank");
        settle(5);

        holds(cluster, 5);
        assertThat(dimensions()).isEqualTo(FakeEmbeddings.WIDE_DIMENSIONS);

        migrations.rollBack(id);
        serves(FakeEmbeddings.DIMENSIONS);
        store("refund transfer of booking delayed by the bank");
        settle(6);

        holds(cluster, 6);
        assertThat(dimensions()).isEqualTo(FakeEmbeddings.DIMENSIONS);
    }

    private void store(String... texts) {
        List<UUID> ids = List.of(texts).stream().map(api::store).toList();
        soon().untilAsserted(() ->
                assertThat(ids).allSatisfy(id -> api.get(id).then().body("embedded", equalTo(true))));
    }

    /** Clusters until so many memories are in one. */
    private void settle(long clustered) {
        var tenant = new TenantId(api.tenant());
        soon().untilAsserted(() -> {
            sweep.due(tenant);
            sweep.run().await().atMost(PATIENCE);
            assertThat(clusters.counts(tenant).await().atMost(PATIENCE).clustered())
                    .isEqualTo(clustered);
        });
    }

    private void serves(int dimensions) {
        soon().untilAsserted(() ->
                assertThat(index.serving().generation().dimensions()).isEqualTo(dimensions));
    }

    private void holds(String cluster, int size) {
        api.request()
                .get("/api/memories/clusters")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(cluster)))
                .body("items.size", equalTo(List.of(size)));
    }

    /** Length of the sum of the tenant's one cluster. */
    private int dimensions() {
        return transactions
                .inTenant(
                        new TenantId(api.tenant()),
                        connection -> connection
                                .query("select octet_length(sum) / 8 from memory_cluster")
                                .execute())
                .map(found -> found.iterator().next().getInteger(0))
                .await()
                .atMost(PATIENCE);
    }
}

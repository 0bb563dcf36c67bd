package io.mnemesh.memory.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ClusterApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final List<String> REFUNDS = List.of(
            "refund transfer of booking delayed again",
            "refund transfer of another booking delayed",
            "refund transfer delayed by the bank",
            "refund booking transfer delayed twice");

    private static final List<String> TIDES = List.of(
            "tide level at harlingen harbour low",
            "tide level at harlingen harbour rising",
            "low tide level harlingen ferries");

    @Inject
    ClusterSweep sweep;

    @Inject
    Clusterer clusterer;

    @Inject
    Clusters clusters;

    private final Api api = Api.ofNewTenant();

    private TenantId tenant() {
        return new TenantId(api.tenant());
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    private void settle(long clustered) {
        soon(() -> {
            sweep.due(tenant());
            sweep.run().await().atMost(SOON);
            ClusterCounts counts = clusters.counts(tenant()).await().atMost(SOON);
            assertThat(counts.clustered()).isEqualTo(clustered);
        });
    }

    /** Stores them, with consolidation behind them, and waits until so many are in clusters. */
    private List<UUID> stored(int clustered, List<String> texts) {
        List<UUID> ids = texts.stream().map(api::store).toList();
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            assertThat(ids).allSatisfy(id -> api.get(id).then().body("embedded", equalTo(true)));
        });
        settle(clustered);
        return ids;
    }

    private Response list(String query) {
        return api.request().get("/api/memories/clusters" + query);
    }

    @Test
    void shouldClusterWhatIsRelatedAndNameIt() {
        List<UUID> ids = stored(
                7,
                Stream.of(REFUNDS, TIDES, List.of("something else entirely"))
                        .flatMap(List::stream)
                        .toList());

        list("").then()
                .statusCode(200)
                .body("items.size", contains(4, 3))
                .body("items[0].examples", hasSize(3))
                .body("nextCursor", nullValue());
        List<String> terms = list("").path("items[0].terms");
        assertThat(terms).contains("refund", "transfer", "delayed").doesNotContain("the", "harlingen");
        String name = list("").path("items[1].name");
        assertThat(name).contains("harlingen").contains("tide");
        String refunds = list("").path("items[0].id");
        api.request()
                .get("/api/memories/clusters/" + refunds)
                .then()
                .statusCode(200)
                .body("size", equalTo(4))
                .body("latest", equalTo(api.get(ids.get(3)).path("createdAt").toString()));
        api.request()
                .get("/api/memories/" + ids.getFirst() + "/related?kinds=similar")
                .then()
                .body("cluster", equalTo(refunds))
                .body("items", not(empty()))
                .body("items.cluster", everyItem(equalTo(refunds)));
        assertThat(clusters.counts(tenant()).await().atMost(SOON)).isEqualTo(new ClusterCounts(2, 7, 1, 0));
    }

    @Test
    @Tag("slow")
    void shouldPageThroughClustersAndTheirMemories() {
        List<UUID> ids =
                stored(7, Stream.concat(REFUNDS.stream(), TIDES.stream()).toList());

        String next = list("?limit=1")
                .then()
                .body("items.size", contains(4))
                .extract()
                .path("nextCursor");
        list("?limit=1&cursor=" + next).then().body("items.size", contains(3)).body("nextCursor", nullValue());
        String refunds = list("").path("items[0].id");
        String path = "/api/memories/clusters/" + refunds + "/memories?limit=3";
        String more = api.request()
                .get(path)
                .then()
                .statusCode(200)
                .body(
                        "items.id",
                        contains(
                                ids.get(3).toString(),
                                ids.get(2).toString(),
                                ids.get(1).toString()))
                .extract()
                .path("nextCursor");
        api.request()
                .get(path + "&cursor=" + more)
                .then()
                .body("items.id", contains(ids.getFirst().toString()))
                .body("nextCursor", nullValue());
    }

    @Test
    void shouldKeepTheClusterWhenMoreArrivesAndForgetWhatIsDeleted() {
        List<UUID> ids = stored(4, REFUNDS);
        String before = list("").path("items[0].id");
        stored(5, List.of("refund transfer delayed zanzibar zanzibar"));
        list("").then().body("items.id", contains(before)).body("items[0].size", equalTo(5));

        List<String> found = api.found("zanzibar");
        api.delete(UUID.fromString(found.getFirst())).then().statusCode(204);
        api.delete(ids.getFirst()).then().statusCode(204);
        soon(() -> {
            settle(3);
            list("").then().body("items.id", contains(before)).body("items[0].size", equalTo(3));
            assertThat(list("").<List<String>>path("items[0].terms")).doesNotContain("zanzibar");
        });
        ids.subList(1, 3).forEach(id -> api.delete(id).then().statusCode(204));
        soon(() -> {
            settle(0);
            list("").then().body("items", empty());
        });
        api.request().get("/api/memories/clusters/" + before).then().statusCode(404);
        assertThat(clusters.counts(tenant()).await().atMost(SOON)).isEqualTo(new ClusterCounts(0, 0, 1, 0));
    }

    @Test
    void shouldLeaveArchivedMemoriesOutUntilTheyAreBroughtBack() {
        List<UUID> ids = stored(4, REFUNDS);
        String cluster = list("").path("items[0].id");

        api.request()
                .post("/api/memories/" + ids.getFirst() + "/archive")
                .then()
                .statusCode(200);
        settle(3);
        api.request()
                .get("/api/memories/clusters/" + cluster + "/memories")
                .then()
                .body(
                        "items.id",
                        contains(
                                ids.get(3).toString(),
                                ids.get(2).toString(),
                                ids.get(1).toString()));
        api.request()
                .post("/api/memories/" + ids.getFirst() + "/unarchive")
                .then()
                .statusCode(200);

        settle(4);
        list("").then().body("items.id", contains(cluster)).body("items[0].size", equalTo(4));
    }

    @Test
    void shouldMoveAMemoryThatSpeaksOfSomethingElseSince() {
        List<UUID> ids =
                stored(7, Stream.concat(REFUNDS.stream(), TIDES.stream()).toList());
        String tides = list("").path("items[1].id");

        api.request()
                .body(Map.of("content", "tide level at harlingen harbour falling"))
                .patch("/api/memories/" + ids.getFirst())
                .then()
                .statusCode(200);
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            settle(7);
            api.request()
                    .get("/api/memories/clusters/" + tides + "/memories")
                    .then()
                    .body("items", hasSize(4));
        });

        list("").then().body("items.size", contains(4, 3));
    }

    @Test
    void shouldPlaceEachMemoryOnceWhenInstancesWorkSideBySide() {
        List<UUID> ids = REFUNDS.stream().map(api::store).toList();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ids).allSatisfy(id -> api.get(id).then().body("embedded", equalTo(true))));

        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            Uni.combine()
                    .all()
                    .unis(
                            clusterer.step(tenant(), true, null),
                            clusterer.step(tenant(), true, null),
                            clusterer.step(tenant(), true, null))
                    .discardItems()
                    .await()
                    .atMost(SOON);
            assertThat(clusters.counts(tenant()).await().atMost(SOON)).isEqualTo(new ClusterCounts(1, 4, 0, 0));
        });

        String id = list("").then().body("items.size", contains(4)).extract().path("items[0].id");
        List<String> members =
                api.request().get("/api/memories/clusters/" + id + "/memories").path("items.id");
        assertThat(new HashSet<>(members)).hasSize(4);
    }

    @Test
    void shouldKeepTenantsApart() {
        stored(4, REFUNDS);
        String id = list("").path("items[0].id");
        Api other = Api.ofNewTenant();

        other.request().get("/api/memories/clusters").then().body("items", empty());
        other.request().get("/api/memories/clusters/" + id).then().statusCode(404);
        other.request().get("/api/memories/clusters/" + id + "/memories").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=201", "?limit=x", "?cursor=x", "?cursor=AAAA"})
    void shouldRefuseWhatMakesNoSense(String query) {
        list(query).then().statusCode(422);
        api.request().get("/api/memories/clusters/nothing").then().statusCode(404);
        api.request().get("/api/memories/clusters/nothing/memories").then().statusCode(404);
    }
}

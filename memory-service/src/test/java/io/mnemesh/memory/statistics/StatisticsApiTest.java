package io.mnemesh.memory.statistics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a tenant has stored, in numbers. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class StatisticsApiTest {

    private final Api api = Api.ofNewTenant();

    private UUID stored(Map<String, ?> memory) {
        return UUID.fromString(api.post(memory).then().statusCode(201).extract().path("id"));
    }

    /** Lets a memory be as old as this. */
    private void age(UUID id, Duration age) throws SQLException {
        try (var connection = TestServers.postgres().connect("mnemesh_memory");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + api.tenant() + "', false)");
            assertThat(statement.executeUpdate("update memory set created_at = now() - interval '" + age.toSeconds()
                            + " seconds' where id = '" + id + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldCountWhatIsStored() throws SQLException {
        UUID pinned = api.store("Ana préfère la fenêtre");
        UUID week = stored(Map.of("type", "decision", "content", "We chose tiles"));
        UUID older = stored(Map.of("type", "decision", "content", "We chose bricks"));
        for (String employer : List.of("Tern", "Heron")) {
            stored(Map.of(
                    "type",
                    "fact",
                    "content",
                    "She works at " + employer,
                    "slot",
                    Map.of("subject", "ana", "attribute", "employer"),
                    "lifecycle",
                    Map.of("ttl", "P1D")));
        }
        age(week, Duration.ofDays(3));
        age(older, Duration.ofDays(400));
        api.request()
                .body(Map.of("pinned", true, "archived", true))
                .put("/api/memories/" + pinned + "/lifecycle")
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(
                        () -> api.request().get("/api/memories/stats").then().body("embedded", equalTo(5)));
        api.found("tiles");
        int bytes = Stream.of(
                        "Ana préfère la fenêtre",
                        "We chose tiles",
                        "We chose bricks",
                        "She works at Tern",
                        "She works at Heron")
                .mapToInt(content -> content.getBytes(StandardCharsets.UTF_8).length)
                .sum();

        api.request()
                .get("/api/memories/stats?days=1")
                .then()
                .statusCode(200)
                .body("memories", equalTo(5))
                .body("byType", aMapWithSize(2))
                .body("byType.fact", equalTo(3))
                .body("byType.decision", equalTo(2))
                .body("ages.day", equalTo(3))
                .body("ages.week", equalTo(1))
                .body("ages.month", equalTo(0))
                .body("ages.year", equalTo(0))
                .body("ages.older", equalTo(1))
                .body("growth.stored", contains(3))
                .body("sizes.contentBytes", equalTo(bytes))
                .body("sizes.vectorBytes", equalTo(5 * 384 * 4))
                .body("lifecycle.pinned", equalTo(1))
                .body("lifecycle.archived", equalTo(1))
                .body("lifecycle.expiring", equalTo(2))
                .body("consolidation.merged", equalTo(0))
                .body("consolidation.standing", equalTo(0))
                .body("consolidation.uncompared", equalTo(2))
                .body("clusters.clusters", equalTo(0))
                .body("facts.inSlots", equalTo(2))
                .body("facts.superseded", equalTo(1))
                .body("retrieval.total.meanMs.doubleValue()", greaterThan(0.0))
                .body("retrieval.lexical.maxMs.doubleValue()", greaterThan(0.0));
        api.request().get("/api/memories/stats?days=366").then().statusCode(200).body("growth.stored", contains(1, 3));
    }

    @Test
    void shouldCountNothingOfOthersAndRefuseWhatMakesNoSense() {
        api.store("ours");

        Api.ofNewTenant()
                .request()
                .get("/api/memories/stats")
                .then()
                .statusCode(200)
                .body("memories", equalTo(0))
                .body("byType", aMapWithSize(0))
                .body("growth", empty())
                .body("sizes.contentBytes", equalTo(0))
                .body("sizes.vectorBytes", equalTo(0));
        for (String days : List.of("0", "367", "x")) {
            api.request()
                    .get("/api/memories/stats?days=" + days)
                    .then()
                    .statusCode(422)
                    .body("field", equalTo("days"));
        }
        given().get("/api/memories/stats").then().statusCode(401);
    }
}

package io.mnemesh.memory.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies, and what the sweep retires by them. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class RetentionApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    RetentionSweep sweep;

    private final Api api = Api.ofNewTenant();

    private RequestSpecification admin() {
        return given().auth()
                .oauth2(TestTokens.of(api.tenant(), "root", "admin"))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    private long sweep() {
        return sweep.run(new TenantId(api.tenant())).await().atMost(SOON);
    }

    private UUID storeTyped(String type, String content) {
        return UUID.fromString(api.post(Map.of("type", type, "content", content))
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** Lets a memory be as old as this. */
    private void age(UUID id, Duration age) throws SQLException {
        update("created_at = now() - interval '" + age.toSeconds() + " seconds'", id);
    }

    private long rows(UUID id) throws SQLException {
        try (var connection = TestServers.postgres().connect("mnemesh_memory");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + api.tenant() + "', false)");
            try (var rows = statement.executeQuery("select count(*) from memory where id = '" + id + "'")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void update(String change, UUID id) throws SQLException {
        try (var connection = TestServers.postgres().connect("mnemesh_memory");
                var statement = connection.createStatement()) {
            statement.execute("select set_config('mnemesh.tenant', '" + api.tenant() + "', false)");
            assertThat(statement.executeUpdate("update memory set " + change + " where id = '" + id + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldDeleteWhatHasExpired() throws SQLException {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        UUID id = UUID.fromString(api.post(Map.of(
                        "type",
                        "fact",
                        "content",
                        "The code is 4711",
                        "lifecycle",
                        Map.of("expiresAt", tomorrow.toString())))
                .then()
                .statusCode(201)
                .body("lifecycle.expiresAt", notNullValue())
                .extract()
                .path("id"));
        UUID kept = api.store("The door is blue");
        assertThat(sweep()).isZero();
        update("expires_at = now() - interval '1 second'", id);

        api.request().get("/api/memories").then().body("items.id", contains(kept.toString()));
        assertThat(sweep()).isEqualTo(1);

        soon(() -> api.get(id).then().statusCode(404));
        soon(() -> assertThat(api.found("code 4711")).doesNotContain(id.toString()));
        api.get(kept).then().statusCode(200);
    }

    @Test
    void shouldRetireByAgeWhatIsNotPinned() throws SQLException {
        UUID old = storeTyped("decision", "We chose tiles");
        UUID pinned = storeTyped("decision", "We chose PostgreSQL");
        UUID fresh = storeTyped("decision", "We chose Lucene");
        UUID other = storeTyped("fact", "Tiles are square");
        for (UUID id : List.of(old, pinned, other)) {
            age(id, Duration.ofDays(100));
        }
        api.request()
                .body(Map.of("pinned", true))
                .put("/api/memories/" + pinned + "/lifecycle")
                .then()
                .statusCode(200);
        admin().body(Map.of("maxAge", "P90D", "action", "delete"))
                .put("/api/memories/retention/decision")
                .then()
                .statusCode(200)
                .body("type", equalTo("decision"))
                .body("maxAge", equalTo("PT2160H"))
                .body("action", equalTo("delete"));

        assertThat(sweep()).isEqualTo(1);

        soon(() -> api.get(old).then().statusCode(404));
        for (UUID id : List.of(pinned, fresh, other)) {
            api.get(id).then().statusCode(200);
        }
        assertThat(sweep()).isZero();
    }

    @Test
    void shouldKeepTheLatestOfATypeAndArchiveTheOthers() throws SQLException {
        UUID first = storeTyped("insight", "one");
        UUID second = storeTyped("insight", "two");
        UUID third = storeTyped("insight", "three");
        UUID fact = storeTyped("fact", "four");
        admin().body(Map.of("maxCount", 2, "action", "archive"))
                .put("/api/memories/retention/insight")
                .then()
                .statusCode(200);
        admin().body(Map.of("maxAge", "P1D", "action", "archive"))
                .put("/api/memories/retention")
                .then()
                .statusCode(200)
                .body("type", nullValue());
        age(fact, Duration.ofDays(2));

        assertThat(sweep()).isEqualTo(2);

        soon(() -> api.get(first).then().statusCode(200).body("lifecycle.archivedAt", notNullValue()));
        soon(() -> api.get(fact).then().statusCode(200).body("lifecycle.archivedAt", notNullValue()));
        api.request().get("/api/memories").then().body("items.id", contains(third.toString(), second.toString()));
        assertThat(sweep()).isZero();
    }

    @Test
    @Tag("slow")
    void shouldRetireInPagesWhateverTheirNumber() throws SQLException {
        List<Map<String, Object>> items = IntStream.range(0, 450)
                .mapToObj(i -> Map.<String, Object>of(
                        "op", "add", "memory", Map.of("type", "decision", "content", "decision " + i)))
                .toList();
        api.request()
                .body(Map.of("items", items))
                .post("/api/memories/batch")
                .then()
                .statusCode(200);
        admin().body(Map.of("maxCount", 30, "action", "delete"))
                .put("/api/memories/retention/decision")
                .then()
                .statusCode(200);

        assertThat(sweep()).isEqualTo(420);

        api.request()
                .get("/api/memories?limit=200")
                .then()
                .body("items", hasSize(30))
                .body("items[0].content", equalTo("decision 449"))
                .body("items[29].content", equalTo("decision 420"));
    }

    @Test
    void shouldRetireForEveryTenantThatIsDue() throws SQLException {
        UUID id = storeTyped("decision", "We chose tiles");
        age(id, Duration.ofDays(100));
        admin().body(Map.of("maxAge", "P90D", "action", "delete"))
                .put("/api/memories/retention")
                .then()
                .statusCode(200);

        sweep.run().await().atMost(SOON);

        assertThat(rows(id)).isZero();
    }

    @Test
    void shouldTakeEverythingOnceAnArchivedMemoryIsTooOld() throws SQLException {
        UUID id = storeTyped("decision", "We chose tiles");
        api.request().post("/api/memories/" + id + "/archive").then().statusCode(200);
        age(id, Duration.ofDays(100));
        admin().body(Map.of("maxAge", "P90D", "action", "archive"))
                .put("/api/memories/retention/decision")
                .then()
                .statusCode(200);
        assertThat(sweep()).isZero();

        admin().body(Map.of("maxAge", "P90D", "action", "delete"))
                .put("/api/memories/retention/decision")
                .then()
                .statusCode(200);

        assertThat(sweep()).isEqualTo(1);
        assertThat(rows(id)).isZero();
    }

    @Test
    void shouldTellAndRemovePolicies() {
        admin().body(Map.of("maxCount", 5, "action", "archive"))
                .put("/api/memories/retention/fact")
                .then()
                .statusCode(200);
        api.request().get("/api/memories/retention").then().statusCode(200).body("items.type", contains("fact"));
        api.request()
                .get("/api/memories/retention/fact")
                .then()
                .statusCode(200)
                .body("maxCount", equalTo(5))
                .body("maxAge", nullValue());
        api.request().get("/api/memories/retention/error").then().statusCode(404);

        admin().delete("/api/memories/retention/fact").then().statusCode(204);

        admin().delete("/api/memories/retention/fact").then().statusCode(404);
        admin().delete("/api/memories/retention").then().statusCode(404);
        api.request().get("/api/memories/retention").then().body("items", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | maxAge",
                "{\"action\":\"delete\"} | maxAge",
                "{\"maxAge\":\"90 days\",\"action\":\"delete\"} | maxAge",
                "{\"maxAge\":\"PT1S\",\"action\":\"delete\"} | maxAge",
                "{\"maxAge\":\"P40000D\",\"action\":\"delete\"} | maxAge",
                "{\"maxAge\":\"-P1D\",\"action\":\"delete\"} | maxAge",
                "{\"maxCount\":0,\"action\":\"delete\"} | maxCount",
                "{\"maxCount\":1000000001,\"action\":\"delete\"} | maxCount",
                "{\"maxAge\":\"P9999999999999999999D\",\"action\":\"delete\"} | maxAge",
                "{\"maxCount\":5} | action",
                "{\"maxCount\":5,\"action\":\"burn\"} | action"
            })
    void shouldRefusePoliciesItDoesNotUnderstand(String body, String field) {
        admin().body(body)
                .put("/api/memories/retention/fact")
                .then()
                .statusCode(422)
                .body("field", equalTo(field));
    }

    @Test
    void shouldRefuseWhoMayNotAndTypesThereAreNot() {
        api.request()
                .body(Map.of("maxCount", 5, "action", "archive"))
                .put("/api/memories/retention/fact")
                .then()
                .statusCode(403);
        api.request().delete("/api/memories/retention/fact").then().statusCode(403);
        given().get("/api/memories/retention").then().statusCode(401);
        admin().body(Map.of("maxCount", 5, "action", "archive"))
                .put("/api/memories/retention/nonsense")
                .then()
                .statusCode(422)
                .body("field", equalTo("type"));
        api.request().get("/api/memories/retention/nonsense").then().statusCode(422);
        assertThat(Api.ofNewTenant().request().get("/api/memories/retention").<List<?>>path("items"))
                .isEmpty();
    }
}

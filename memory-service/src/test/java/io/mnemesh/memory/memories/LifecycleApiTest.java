package io.mnemesh.memory.memories;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pinning, expiry and the archive. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class LifecycleApiTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Api api = Api.ofNewTenant();

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    private List<String> listed(String path) {
        return listed(path, "id");
    }

    private List<String> listed(String path, String member) {
        return api.request().get(path).then().statusCode(200).extract().path("items." + member);
    }

    private String packed(Map<String, ?> wanted) {
        return api.request()
                .body(wanted)
                .post("/api/memories/context")
                .then()
                .statusCode(200)
                .extract()
                .path("text");
    }

    @Test
    void shouldLeaveArchivedMemoriesOutUntilTheyAreBroughtBack() {
        UUID id = api.store("Ana prefers window seats", Map.of("conversation", "c"));
        soon(() -> assertThat(api.found("window seats")).containsExactly(id.toString()));

        api.request()
                .post("/api/memories/" + id + "/archive")
                .then()
                .statusCode(200)
                .body("lifecycle.archivedAt", notNullValue());

        api.get(id)
                .then()
                .statusCode(200)
                .body("lifecycle.archivedAt", notNullValue())
                .body("version", equalTo(1));
        api.request().get("/api/memories").then().body("items", empty());
        api.request().get("/api/memories?includeArchived=true").then().body("items.id", contains(id.toString()));
        assertThat(api.found("window seats")).isEmpty();
        api.request()
                .body(Map.of("query", "window seats", "includeArchived", true))
                .post("/api/memories/search")
                .then()
                .statusCode(200)
                .body("hits.memory.id", contains(id.toString()));

        api.request()
                .post("/api/memories/" + id + "/unarchive")
                .then()
                .statusCode(200)
                .body("lifecycle.archivedAt", nullValue());
        api.request().get("/api/memories").then().body("items.id", contains(id.toString()));
        assertThat(api.found("window seats")).containsExactly(id.toString());
    }

    @Test
    void shouldKeepTheLifecycleWhenAMemoryIsChanged() {
        UUID id = api.store("Ana prefers window seats");
        api.request()
                .body(Map.of("pinned", true, "archived", true))
                .put("/api/memories/" + id + "/lifecycle")
                .then()
                .statusCode(200)
                .body("lifecycle.pinned", equalTo(true));

        api.request()
                .body(Map.of("content", "Ana prefers aisle seats"))
                .patch("/api/memories/" + id)
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("lifecycle.pinned", equalTo(true))
                .body("lifecycle.archivedAt", notNullValue());
        api.get(id).then().body("lifecycle.pinned", equalTo(true)).body("lifecycle.archivedAt", notNullValue());
    }

    @Test
    void shouldStoreOnceWithOneKeyWhatLivesForAWhile() {
        Map<String, Object> body =
                Map.of("type", "fact", "content", "The code is 4711", "lifecycle", Map.of("ttl", "P1D"));
        String first = api.request()
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/api/memories")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        assertThat(api.request()
                        .header("Idempotency-Key", "k")
                        .body(body)
                        .post("/api/memories")
                        .asString())
                .isEqualTo(first);
        api.request()
                .header("Idempotency-Key", "k")
                .body(Map.of("type", "fact", "content", "The code is 4711", "lifecycle", Map.of("ttl", "P2D")))
                .post("/api/memories")
                .then()
                .statusCode(409)
                .body("type", equalTo("https://mnemesh.io/problems/idempotency-mismatch"));
        assertThat(listed("/api/memories")).hasSize(1);
    }

    @Test
    void shouldLetAnArchivedTurnLeaveItsConversationAndComeBack() {
        UUID first = api.store("first", Map.of("conversation", "c"));
        UUID second = api.store("second", Map.of("conversation", "c"));
        assertThat(listed("/api/conversations/c/memories")).containsExactly(first.toString(), second.toString());

        api.request().post("/api/memories/" + first + "/archive").then().statusCode(200);

        assertThat(listed("/api/conversations/c/memories")).containsExactly(second.toString());
        assertThat(listed("/api/memories/" + second + "/related?kinds=follows", "memory.id"))
                .isEmpty();
        api.request().post("/api/memories/" + first + "/unarchive").then().statusCode(200);
        assertThat(listed("/api/conversations/c/memories")).containsExactly(first.toString(), second.toString());
        assertThat(listed("/api/memories/" + second + "/related?kinds=follows", "memory.id"))
                .containsExactly(first.toString());
    }

    @Test
    void shouldArchiveOnceAndKeepTheTime() {
        UUID id = api.store("The door is blue");
        String since = api.request().post("/api/memories/" + id + "/archive").path("lifecycle.archivedAt");

        String again = api.request().post("/api/memories/" + id + "/archive").path("lifecycle.archivedAt");
        String put = api.request()
                .body(Map.of("archived", true, "pinned", true))
                .put("/api/memories/" + id + "/lifecycle")
                .path("lifecycle.archivedAt");

        assertThat(List.of(again, put)).containsOnly(since);
    }

    @Test
    void shouldLeaveArchivedStatementsOutOfContradictionsAndPacks() {
        UUID former = api.store("Ana works at Tern.", Map.of("user", "ana"));
        UUID current = api.store("Ana now works for Oerd", Map.of("user", "ana"));
        Map<String, ?> pack = Map.of("query", "where does Ana work", "user", "ana");
        String statements = "collectMany { it.statements.memory.id }";
        soon(() -> assertThat(listed("/api/memories/contradictions", statements))
                .containsExactlyInAnyOrder(former.toString(), current.toString()));
        soon(() -> assertThat(packed(pack)).contains("works at Tern", "works for Oerd"));

        api.request().post("/api/memories/" + former + "/archive").then().statusCode(200);

        assertThat(listed("/api/memories/contradictions", statements)).isEmpty();
        assertThat(packed(pack)).contains("works for Oerd").doesNotContain("works at Tern");
    }

    @Test
    void shouldAnswerNobodyFromTheMomentItExpires() {
        UUID id = api.store("The code is 4711", Map.of("conversation", "c"));
        soon(() -> assertThat(api.found("code 4711")).containsExactly(id.toString()));
        String path = "/api/memories/" + id;
        Instant before = Instant.now();
        String end = api.request()
                .body(Map.of("ttl", "PT2S"))
                .put(path + "/lifecycle")
                .then()
                .statusCode(200)
                .body("lifecycle.pinned", equalTo(false))
                .extract()
                .path("lifecycle.expiresAt");
        assertThat(Instant.parse(end))
                .isBetween(before.plusMillis(1999), Instant.now().plusSeconds(2));
        api.get(id).then().statusCode(200);
        assertThat(listed("/api/conversations/c/memories")).containsExactly(id.toString());

        soon(() -> api.get(id).then().statusCode(404));

        assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(end));
        assertThat(api.found("code 4711")).isEmpty();
        assertThat(listed("/api/memories?includeArchived=true&latestOnly=false"))
                .isEmpty();
        assertThat(listed("/api/conversations/c/memories")).isEmpty();
        api.request().body(Map.of("content", "x")).patch(path).then().statusCode(404);
        api.request()
                .body(Map.of("pinned", true))
                .put(path + "/lifecycle")
                .then()
                .statusCode(404);
        api.request().get(path + "/history").then().statusCode(404);
        api.delete(id).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"expiresAt\":\"2020-01-01T00:00:00Z\" | expiresAt",
                "\"expiresAt\":\"tomorrow\" | expiresAt",
                "\"ttl\":\"PT0S\" | ttl",
                "\"ttl\":\"a while\" | ttl",
                "\"ttl\":\"P1D\",\"expiresAt\":\"2999-01-01T00:00:00Z\" | ttl",
                "\"archived\":true | archived"
            })
    void shouldStoreNothingThatCannotBeKeptAsAsked(String member, String field) {
        String body = "{\"type\":\"fact\",\"content\":\"x\",\"lifecycle\":{" + member + "}}";

        api.request()
                .body(body)
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body("field", equalTo("lifecycle." + field));
        api.request()
                .body("{\"items\":[{\"op\":\"add\",\"memory\":{\"type\":\"fact\",\"content\":\"kept\"}},"
                        + "{\"op\":\"add\",\"memory\":" + body + "}]}")
                .post("/api/memories/batch")
                .then()
                .statusCode(200)
                .body("items.status", contains(201, 422));
        api.request().get("/api/memories").then().body("items.content", contains("kept"));
    }

    @Test
    void shouldRefuseALifecycleInAReplacement() {
        UUID id = api.store("The door is blue");

        api.request()
                .body(Map.of("type", "fact", "content", "The door is red", "lifecycle", Map.of("pinned", true)))
                .put("/api/memories/" + id)
                .then()
                .statusCode(422)
                .body("field", equalTo("lifecycle"));
    }

    @Test
    void shouldRefuseWhatIsNotThere() {
        UUID theirs = Api.ofNewTenant().store("not ours");

        for (UUID id : List.of(theirs, UUID.randomUUID())) {
            String path = "/api/memories/" + id;
            api.request().post(path + "/archive").then().statusCode(404);
            api.request().post(path + "/unarchive").then().statusCode(404);
            api.request()
                    .body(Map.of("pinned", true))
                    .put(path + "/lifecycle")
                    .then()
                    .statusCode(404);
        }
        given().post("/api/memories/" + theirs + "/archive").then().statusCode(401);
        UUID id = api.store("ours");
        api.request()
                .body(Map.of("expiresAt", "2020-01-01T00:00:00Z"))
                .put("/api/memories/" + id + "/lifecycle")
                .then()
                .statusCode(422)
                .body("field", equalTo("expiresAt"));
        api.request().get("/api/memories?includeArchived=perhaps").then().statusCode(422);
    }
}

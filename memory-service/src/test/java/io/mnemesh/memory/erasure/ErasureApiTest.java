package io.mnemesh.memory.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may erase what, and what is answered. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ErasureApiTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    ErasureRunner runner;

    private final Api api = Api.ofNewTenant();

    private RequestSpecification as(String subject, String... roles) {
        return given().auth()
                .oauth2(TestTokens.of(api.tenant(), subject, roles))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    private Response ask(Object body) {
        return as("root", "admin").body(body).post("/api/erasures");
    }

    private UUID start(Object body) {
        return UUID.fromString(ask(body).then().statusCode(202).extract().path("id"));
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(check);
    }

    private void finish(UUID id) {
        soon(() -> assertThat(runner.run(new TenantId(api.tenant()), id).await().atMost(SOON))
                .isEqualTo(ErasureStep.DONE));
    }

    @Test
    void shouldTellOfAnErasureFromItsStartToItsTombstone() {
        UUID memory = api.store("Ana prefers window seats.", Map.of("user", "ana"));

        Response started = ask(Map.of("memories", List.of(memory)));

        started.then()
                .statusCode(202)
                .header("Location", startsWith("/api/erasures/"))
                .body("state", equalTo("running"))
                .body("step", equalTo("collect"))
                .body("stepsDone", empty())
                .body("userDigest", nullValue())
                .body("requestedBy", equalTo("root"))
                .body("tombstone", nullValue());
        UUID id = UUID.fromString(started.path("id"));
        finish(id);
        as("root", "admin")
                .get("/api/erasures/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("done"))
                .body("step", equalTo("done"))
                .body("stepsDone", hasSize(14))
                .body("memories", equalTo(1))
                .body("removed.memories", equalTo(1))
                .body("waitingFor", empty())
                .body("tombstone.memories.count", equalTo(1));
        as("root", "admin")
                .get("/api/erasures/" + id + "/memories")
                .then()
                .statusCode(200)
                .body("items", contains(memory.toString()))
                .body("nextAfter", nullValue());
        as("root", "admin").get("/api/erasures").then().body("items.id", contains(id.toString()));
        api.get(memory).then().statusCode(404);
    }

    @Test
    void shouldFindTheOneThatIsUnderWayAndStartAnotherAfterwards() {
        UUID first = start(Map.of("user", "ana"));

        assertThat(start(Map.of("user", "ana"))).isEqualTo(first);
        assertThat(start(Map.of("user", "bob"))).isNotEqualTo(first);
        finish(first);

        assertThat(start(Map.of("user", "ana"))).isNotEqualTo(first);
        as("root", "admin")
                .queryParam("user", "ana")
                .get("/api/erasures")
                .then()
                .body("items", hasSize(2))
                .body("items.id", hasItem(first.toString()));
    }

    @Test
    void shouldEraseOnlyWhatTheUserIsMeantAs() {
        UUID about = api.store("Bob prefers tea", Map.of("user", "bob"));
        UUID by = UUID.fromString(as("bob")
                .body(Map.of("type", "fact", "content", "The lift is slow"))
                .post("/api/memories")
                .path("id"));

        finish(start(Map.of("user", "bob", "as", List.of("creator"))));

        api.get(about).then().statusCode(200);
        api.get(by).then().statusCode(404);
    }

    @Test
    void shouldLetOthersMemoriesStandForThemselvesAgain() {
        UUID anas = api.store("Ana prefers window seats", Map.of());
        UUID bobs = UUID.fromString(as("bob")
                .body(Map.of("type", "fact", "content", "ana prefers window seats!"))
                .post("/api/memories")
                .path("id"));
        soon(() -> {
            as("root", "admin").post("/api/memories/consolidate").then().statusCode(200);
            api.get(bobs).then().body("mergedInto", equalTo(anas.toString()));
        });

        finish(start(Map.of("user", "ana", "as", List.of("creator"))));

        api.get(anas).then().statusCode(404);
        api.get(bobs).then().statusCode(200).body("mergedInto", nullValue());
        soon(() -> assertThat(api.found("window seats")).containsExactly(bobs.toString()));
    }

    @Test
    void shouldNotStoreAgainWhatWasErasedWhenItsRequestIsRepeated() {
        Map<String, String> body = Map.of("type", "fact", "content", "Ana prefers window seats");
        String memory = api.request()
                .header("Idempotency-Key", "k1")
                .body(body)
                .post("/api/memories")
                .path("id");

        finish(start(Map.of("memories", List.of(memory))));

        api.request()
                .header("Idempotency-Key", "k1")
                .body(body)
                .post("/api/memories")
                .then()
                .statusCode(409);
    }

    @Test
    void shouldRefuseWhoMayNotErase() {
        UUID id = start(Map.of("user", "ana"));
        String scoped = TestTokens.scoped(api.tenant(), "eraser", Erasures.SCOPE);

        given().contentType(ContentType.JSON)
                .body(Map.of("user", "ana"))
                .post("/api/erasures")
                .then()
                .statusCode(401);
        as("ana", "member")
                .body(Map.of("user", "ana"))
                .post("/api/erasures")
                .then()
                .statusCode(403)
                .body("type", equalTo("https://mnemesh.io/problems/forbidden"));
        as("ana").get("/api/erasures/" + id).then().statusCode(403);
        as("ana").get("/api/erasures").then().statusCode(403);
        as("ana").get("/api/erasures/" + id + "/memories").then().statusCode(403);
        given().auth().oauth2(scoped).get("/api/erasures/" + id).then().statusCode(200);
        as("ana").get("/api/erasures/keys").then().statusCode(200);
    }

    @Test
    void shouldNotFindAnotherTenantsErasureNorErasesItsMemories() {
        UUID theirs = Api.ofNewTenant().store("not ours");
        UUID id = start(Map.of("memories", List.of(theirs)));
        String other = TestTokens.of(Api.ofNewTenant().tenant(), "root", "admin");

        given().auth().oauth2(other).get("/api/erasures/" + id).then().statusCode(404);
        given().auth()
                .oauth2(other)
                .get("/api/erasures/" + id + "/memories")
                .then()
                .statusCode(404);
        given().auth().oauth2(other).get("/api/erasures").then().body("items", empty());
        as("root", "admin").get("/api/erasures/none").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | user",
                "{\"user\":\"ana\",\"memories\":[]} | user",
                "{\"user\":\" \"} | user",
                "{\"memories\":[]} | memories",
                "{\"memories\":[\"x\"]} | memories",
                "{\"memories\":[null]} | memories",
                "{\"user\":\"ana\",\"as\":[]} | as",
                "{\"user\":\"ana\",\"as\":[\"friend\"]} | as",
                "{\"memories\":[\"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e\"],\"as\":[\"creator\"]} | as"
            })
    void shouldRefuseWhatItDoesNotUnderstand(String body, String field) {
        as("root", "admin")
                .body(body)
                .post("/api/erasures")
                .then()
                .statusCode(422)
                .body("field", equalTo(field));
    }

    @Test
    void shouldRefuseMembersThatDoNotExistAndTooManyMemories() {
        ask(Map.of("user", "ana", "everything", true)).then().statusCode(400);
        ask(Map.of(
                        "memories",
                        java.util.stream.Stream.generate(() -> UUID.randomUUID().toString())
                                .limit(1_001)
                                .toList()))
                .then()
                .statusCode(422)
                .body("field", equalTo("memories"));
    }
}

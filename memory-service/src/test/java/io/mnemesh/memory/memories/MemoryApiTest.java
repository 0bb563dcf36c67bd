package io.mnemesh.memory.memories;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class MemoryApiTest {

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldAnswerTheMemoryItStored() {
        String location = api.post("""
                {"content":"Ana prefers window seats — ☕","type":"preference",
                 "context":{"user":"ana","agent":"bot","session":"s1","conversation":"c1","workspace":"w1",
                            "dashboard":"d1","task":"t1","tags":["travel","seats"],"attributes":{"channel":"web"}},
                 "details":{"source":"chat"},"importance":0.7,"occurredAt":"2026-11-20T10:30:00.1234567+01:00"}""")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/api/memories/[0-9a-f-]{36}"))
                .body("embedded", equalTo(false))
                .extract()
                .header("Location");

        api.request()
                .get(location)
                .then()
                .statusCode(200)
                .body("content", equalTo("Ana prefers window seats — ☕"))
                .body("type", equalTo("preference"))
                .body("context.user", equalTo("ana"))
                .body("context.task", equalTo("t1"))
                .body("context.tags", contains("travel", "seats"))
                .body("context.attributes.channel", equalTo("web"))
                .body("details.source", equalTo("chat"))
                .body("importance", equalTo(0.7f))
                .body("occurredAt", equalTo("2026-11-20T09:30:00.123456Z"))
                .body("createdBy", equalTo("ana"))
                .body("createdAt", notNullValue())
                .body("updatedAt", notNullValue())
                .body("version", equalTo(1))
                .body("tenant", nullValue());
    }

    @Test
    void shouldFillInWhatIsNotSaid() {
        api.post(Map.of("content", "x", "type", "x-my_note"))
                .then()
                .statusCode(201)
                .body("type", equalTo("x-my_note"))
                .body("importance", equalTo(0.5f))
                .body("context.tags", empty())
                .body("occurredAt", nullValue());
    }

    @Test
    void shouldAcceptSixtyFourKibibytesAndControlCharactersOfATrace() {
        String content = "é".repeat(32 * 1024 - 1) + "\t\u001b";

        UUID id = api.store(content);

        assertThat(api.get(id).then().statusCode(200).extract().<String>path("content"))
                .isEqualTo(content);
    }

    @Test
    void shouldNotFindWhatWasDeleted() {
        UUID id = api.store("to be deleted");
        api.get(id).then().statusCode(200);

        api.delete(id).then().statusCode(204);

        api.get(id).then().statusCode(404).body("type", containsString("not-found"));
        api.delete(id).then().statusCode(404);
    }

    @Test
    void shouldListEveryMemoryOnceLatestFirst() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            stored.addFirst(api.store("memory " + i).toString());
        }

        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            var request = api.request().queryParam("limit", 3);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/api/memories")
                    .then()
                    .statusCode(200)
                    .extract();
            listed.addAll(page.path("items.id"));
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(listed).isEqualTo(stored);
    }

    @Test
    void shouldListWhatPassesTheFilter() {
        UUID one = api.store("one", Map.of("user", "ana", "tags", List.of("red", "blue"), "task", "t"));
        api.store("two", Map.of("user", "bob", "tags", List.of("red")));

        for (String query : List.of("user=ana", "task=t", "tag=red&tag=blue", "user=ana&type=fact&type=error")) {
            api.request()
                    .get("/api/memories?" + query)
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(one.toString()))
                    .body("nextCursor", nullValue());
        }
        api.request().get("/api/memories?type=error").then().statusCode(200).body("items", empty());
        api.request().get("/api/memories?to=2000-01-01T00:00:00Z").then().body("items", empty());
        api.request().get("/api/memories?from=2000-01-01T00:00:00Z").then().body("items", hasSize(2));
    }

    @Test
    void shouldListAConversationInTheOrderItHappened() {
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            turns.addFirst(api.post(Map.of(
                            "content",
                            "turn " + i,
                            "type",
                            "conversation_turn",
                            "context",
                            Map.of("conversation", "trip 42/ü"),
                            "occurredAt",
                            "2026-11-20T10:0" + (9 - i) + ":00Z"))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id"));
        }
        var first = api.request()
                .queryParam("limit", 3)
                .get("/api/conversations/{id}/memories", "trip 42/ü")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(turns.subList(0, 3)))
                .extract();

        api.request()
                .queryParam("limit", 3)
                .queryParam("cursor", first.<String>path("nextCursor"))
                .get("/api/conversations/{id}/memories", "trip 42/ü")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(turns.subList(3, 5)))
                .body("nextCursor", nullValue());
        api.delete(UUID.fromString(turns.get(1))).then().statusCode(204);
        api.request()
                .get("/api/conversations/{id}/memories", "trip 42/ü")
                .then()
                .body("items", hasSize(4));
    }

    @Test
    void shouldShowANewTurnInAConversationThatWasReadBefore() {
        api.store("first", Map.of("conversation", "c"));
        api.request().get("/api/conversations/c/memories").then().body("items", hasSize(1));

        api.store("second", Map.of("conversation", "c"));

        api.request().get("/api/conversations/c/memories").then().body("items.content", contains("first", "second"));
        api.request()
                .get("/api/conversations/unknown/memories")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void shouldBecomeEmbedded() {
        UUID id = api.store("soon with a vector");

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> api.get(id).then().body("embedded", equalTo(true)));
    }

    @Test
    void shouldAskForAToken() {
        given().contentType(ContentType.JSON)
                .body(Map.of("content", "x", "type", "fact"))
                .post("/api/memories")
                .then()
                .statusCode(401);
        given().get("/api/memories").then().statusCode(401);
        given().post("/api/memories/search").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.expired(api.tenant(), "ana"))
                .get("/api/memories")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldHideOtherTenantsMemories() {
        UUID id = api.store("mine alone", Map.of("conversation", "c"));
        Api other = Api.ofNewTenant();

        other.get(id).then().statusCode(404);
        other.delete(id).then().statusCode(404);
        other.request().get("/api/memories").then().statusCode(200).body("items", empty());
        other.request().get("/api/conversations/c/memories").then().body("items", empty());
        api.get(id).then().statusCode(200);
        other.get(id).then().statusCode(404);
    }
}

package io.mnemesh.memory.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class RelationApiTest {

    private final Api api = Api.ofNewTenant();

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(check);
    }

    private ValidatableResponse related(UUID id, String query) {
        return api.request()
                .get("/api/memories/" + id + "/related?" + query)
                .then()
                .statusCode(200);
    }

    private UUID store(Map<String, ?> memory) {
        return UUID.fromString(api.post(memory).then().statusCode(201).extract().path("id"));
    }

    @Test
    void shouldFollowAConversationBothWays() {
        List<UUID> turns = List.of("One.", "Two.", "Three.").stream()
                .map(text -> api.store(text, Map.of("conversation", "c1")))
                .toList();
        api.store("Elsewhere.", Map.of("conversation", "c2"));

        related(turns.get(1), "kinds=follows,followed_by")
                .body(
                        "items.memory.id",
                        contains(turns.getFirst().toString(), turns.get(2).toString()))
                .body("items.distance", contains(1, 1))
                .body("items[0].relations[0].kind", equalTo("follows"))
                .body("items[0].relations[0].from", equalTo(turns.get(1).toString()))
                .body("items[1].relations[0].kind", equalTo("followed_by"));
        related(turns.getFirst(), "kinds=followed_by&depth=2")
                .body("items.memory.content", contains("Two.", "Three."))
                .body("items.distance", contains(1, 2))
                .body("items[1].weight.doubleValue()", closeTo(0.64, 1e-6));
    }

    @Test
    void shouldFollowASessionWhereThereIsNoConversation() {
        UUID first = api.store("First.", Map.of("session", "s1"));
        UUID second = api.store("Second.", Map.of("session", "s1"));

        related(first, "kinds=followed_by").body("items.memory.id", contains(second.toString()));
        related(second, "kinds=follows").body("items.memory.id", contains(first.toString()));
    }

    @Test
    void shouldKnowWhatCausedAndSupersededWhat() {
        UUID cause = store(Map.of("content", "The disk was full.", "type", "error"));
        UUID effect = store(Map.of(
                "content", "The backup failed.", "type", "error", "details", Map.of("causedBy", cause.toString())));
        store(Map.of("content", "Odd.", "type", "error", "details", Map.of("causedBy", "no id")));
        UUID newer = store(Map.of("content", "The disk was almost full.", "type", "error"));
        api.request()
                .put("/api/memories/" + newer + "/supersedes/" + cause)
                .then()
                .statusCode(200);

        related(effect, "kinds=caused_by").body("items.memory.id", contains(cause.toString()));
        related(cause, "kinds=causes").body("items.memory.id", contains(effect.toString()));
        related(cause, "kinds=superseded_by,supersedes")
                .body("items.memory.id", contains(newer.toString()))
                .body("items[0].relations[0].kind", equalTo("superseded_by"));
        related(effect, "kinds=caused_by,superseded_by&depth=2")
                .body("items.memory.id", contains(cause.toString(), newer.toString()));
    }

    @Test
    void shouldFindWhatIsLikeItAndWhatNamesTheSame() {
        UUID one = api.store("Ana flew to Lisbon in spring");
        UUID like = api.store("ana flew to lisbon in autumn");
        UUID named = api.store("The hotel near the harbour of Lisbon was loud");
        api.store("nothing of that kind at all");

        soon(() -> related(one, "kinds=similar").body("items.memory.id", contains(like.toString())));
        soon(() -> related(one, "kinds=mentions_same").body("items.memory.id", contains(named.toString())));
        related(one, "limit=1").body("items.memory.id", contains(like.toString()));
    }

    @Test
    void shouldLinkWhatContradictsByTheRulesOrDeniesTheSameWords() {
        UUID first = api.store("Ana works at Tern");
        UUID second = api.store("Ana works at Finch");
        UUID said = api.store("The spare key opens the boat house");
        UUID denied = api.store("The spare key does not open the boat house");
        api.store("The spare key opens the garden house");

        related(first, "kinds=contradicts")
                .body("items.memory.id", contains(second.toString()))
                .body("items[0].relations[0].kind", equalTo("contradicts"));
        soon(() -> related(said, "kinds=contradicts").body("items.memory.id", contains(denied.toString())));
        soon(() -> related(denied, "kinds=contradicts").body("items.memory.id", contains(said.toString())));

        api.request()
                .put("/api/memories/" + second + "/supersedes/" + first)
                .then()
                .statusCode(200);
        related(second, "kinds=contradicts").body("items", empty());
    }

    @Test
    void shouldKeepTenantsApart() {
        UUID id = api.store("Ana flew to Lisbon");
        Api other = Api.ofNewTenant();
        other.store("Ana flew to Lisbon");

        other.request().get("/api/memories/" + id + "/related").then().statusCode(404);
        soon(() -> assertThat(api.found("Lisbon")).containsExactly(id.toString()));
        related(id, "depth=3").body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinds=cousin", "kinds=similar,", "depth=0", "depth=4", "depth=x", "limit=201"})
    void shouldRefuseWhatMakesNoSense(String query) {
        UUID id = api.store("Something.");

        api.request().get("/api/memories/" + id + "/related?" + query).then().statusCode(422);
    }
}

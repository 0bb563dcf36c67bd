package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages from their sender to a service and what became of them. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(MessageServices.class)
class MessageTest {

    private static final String LETTERS = "/api/v2/relaycore/dead-letters";

    private final String mark = "m-" + UUID.randomUUID().toString().substring(0, 8);
    private RelayMessages ana;

    @BeforeEach
    void sender() {
        ana = new RelayMessages(Tokens.of(mark, "ana", "member", "priority"), mark);
    }

    @Test
    void shouldBeDeliveredAsItsSender() {
        // When
        String location = ana.post(null, ana.message("one", "good", Map.of("priority", "high")))
                .statusCode(202)
                .body("state", equalTo("queued"))
                .body("priority", equalTo("high"))
                .extract()
                .header("Location");

        // Then
        String id = location.substring(location.lastIndexOf('/') + 1);
        JsonPath receipt = ana.awaitState(id, "delivered");
        assertThat(receipt.getInt("status")).isEqualTo(201);
        assertThat(receipt.getInt("attempts")).isEqualTo(1);
        assertThat(receipt.getString("lastError")).isNull();
        assertThat(receipt.getString("nextAttemptAt")).isNull();
        assertThat(receipt.getString("endedAt")).isNotNull();
        JsonPath seen = ana.seen();
        assertThat(seen.getList("key")).containsExactly(id);
        assertThat(seen.getString("[0].token.sub")).isEqualTo("ana");
        assertThat(seen.getString("[0].token.tenant")).isEqualTo(mark);
        assertThat(seen.<String>getList("[0].token.groups")).containsExactlyInAnyOrder("member", "priority");
        assertThat(seen.<String, String>getMap("[0].body"))
                .isEqualTo(Map.of("mark", mark, "name", "one", "mode", "good"));
    }

    @Test
    void shouldTakeAnUrgentMessageOnlyFromThoseOfARole() {
        var bob = new RelayMessages(Tokens.of(mark, "bob", "member"), mark);

        bob.post(null, bob.message("one", "good", Map.of("priority", "high")))
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/forbidden"));
        bob.post(null, bob.message("one", "good", Map.of("priority", "normal"))).statusCode(202);
    }

    @Test
    void shouldTakeTheSameMessageOnce() {
        // Given
        Map<String, Object> message = ana.message("one", "good", Map.of());
        String id = ana.post("order-7", message).statusCode(202).extract().path("id");
        ana.awaitState(id, "delivered");

        // Then
        ana.post("order-7", message).statusCode(202).body("id", equalTo(id)).body("state", equalTo("delivered"));
        for (Map<String, ?> other : List.of(Map.of("priority", "low"), Map.of("ttlSeconds", 60))) {
            ana.post("order-7", ana.message("one", "good", other))
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/idempotency-mismatch"));
        }
        ana.post("order-7", ana.message("two", "good", Map.of())).statusCode(409);
        String bobs = new RelayMessages(Tokens.of(mark, "bob", "member"), mark)
                .post("order-7", message)
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(bobs).isNotEqualTo(id);
        assertThat(ana.seen().getList("key")).contains(id);
    }

    @Test
    void shouldRefuseWhatCannotBeRelayed() {
        var wrong = Map.<String, Map<String, ?>>ofEntries(
                Map.entry("service", Map.of("service", "billing")),
                Map.entry("method", Map.of("method", "GET")),
                Map.entry("path", Map.of("path", "/api/erasures")),
                Map.entry("priority", Map.of("priority", "urgent")),
                Map.entry("ttlSeconds", Map.of("ttlSeconds", 0)));
        wrong.forEach((field, values) -> ana.post(null, ana.message("one", "good", values))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field)));
        for (String path :
                List.of("/api/memories/../erasures", "/api/memories?x=1", "/api/memories/", "/api/memories%2f")) {
            ana.post(null, ana.message("one", "good", Map.of("path", path)))
                    .statusCode(422)
                    .body("field", equalTo("path"));
        }
        ana.post("a key", ana.message("one", "good", Map.of()))
                .statusCode(422)
                .body("field", equalTo("Idempotency-Key"));
        ana.post(null, ana.message("one", "good", Map.of("payload", "x".repeat(MessageServices.MAX_PAYLOAD))))
                .statusCode(413)
                .body("maxBytes", equalTo(MessageServices.MAX_PAYLOAD));
        given().contentType("application/json")
                .body("{}")
                .post("/api/v2/relaycore/message")
                .then()
                .statusCode(401);
        assertThat(ana.seen().getList("key")).isEmpty();
    }

    @Test
    void shouldNeedTheScopeOfTheTarget() {
        var reader = new RelayMessages(scoped("memory:read"), mark);
        var writer = new RelayMessages(scoped("memory:write"), mark);

        reader.post(null, reader.message("one", "good", Map.of()))
                .statusCode(403)
                .body("scope", equalTo("memory:write"));
        String id = writer.send("two", "good");

        writer.awaitState(id, "delivered");
        assertThat(writer.seen().getString("[0].token.scope")).isEqualTo("memory:write");
    }

    private String scoped(String scope) {
        return Tokens.exchange(Admin.operator()
                .post("/api/admin/keys", Map.of("tenant", mark, "subject", "scoped", "scopes", List.of(scope)))
                .statusCode(201)
                .extract()
                .path("apiKey"));
    }

    @Test
    void shouldShowMessagesOnlyToTheirSenderInPages() {
        // Given
        var ids = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            ids.add(0, ana.send("one", "good"));
        }
        var bob = new RelayMessages(Tokens.of(mark, "bob", "member"), mark);
        var eve = new RelayMessages(Tokens.of("e" + mark, "ana", "member"), mark);

        // Then
        for (RelayMessages other : List.of(bob, eve)) {
            other.receipt(ids.getFirst()).statusCode(404).contentType("application/problem+json");
        }
        ana.receipt("7").statusCode(404);
        new Admin(bob.token()).get("/api/v2/relaycore/messages").statusCode(200).body("items", equalTo(List.of()));
        ids.forEach(id -> ana.awaitState(id, "delivered"));
        JsonPath page = new Admin(ana.token())
                .get("/api/v2/relaycore/messages?state=delivered&limit=2")
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.<String>getList("items.id")).isEqualTo(ids.subList(0, 2));
        new Admin(ana.token())
                .get("/api/v2/relaycore/messages?limit=2&cursor=" + page.getString("nextCursor"))
                .body("items.id", equalTo(ids.subList(2, 3)))
                .body("nextCursor", nullValue());
        new Admin(ana.token())
                .get("/api/v2/relaycore/messages?state=lost")
                .statusCode(422)
                .body("field", equalTo("state"));
    }

    @Test
    void shouldDieAfterAllAttemptsAndBeReplayedOrDroppedByAnOperator() {
        // Given
        RelayMessages.memoryIsDown(true);
        String replayed = ana.send("one", "down");
        String dropped = ana.send("two", "down");
        JsonPath receipt = ana.awaitState(replayed, "dead");
        ana.awaitState(dropped, "dead");
        assertThat(receipt.getInt("attempts")).isEqualTo(MessageServices.ATTEMPTS);
        assertThat(receipt.getInt("status")).isEqualTo(503);
        assertThat(receipt.getString("lastError")).isEqualTo("The memory service answered 503.");
        Admin operator = Admin.operator();
        operator.get(LETTERS + "?tenant=" + mark)
                .statusCode(200)
                .body("items.receipt.id", equalTo(List.of(dropped, replayed)))
                .body("items.sender", equalTo(List.of("ana", "ana")));

        // When
        RelayMessages.memoryIsDown(false);
        operator.post(LETTERS + "/" + replayed + "/replay", null).statusCode(202);
        operator.delete(LETTERS + "/" + dropped).statusCode(204);

        // Then
        assertThat(ana.awaitState(replayed, "delivered").getInt("attempts")).isEqualTo(1);
        ana.receipt(dropped).statusCode(404);
        operator.delete(LETTERS + "/" + dropped).statusCode(404);
        operator.post(LETTERS + "/" + replayed + "/replay", null).statusCode(404);
        operator.get("/api/admin/audit?tenant=" + mark + "&target=" + replayed)
                .body("items.action", equalTo(List.of("message_replayed")));
        operator.get("/api/admin/audit?tenant=" + mark + "&target=" + dropped)
                .body("items.action", equalTo(List.of("message_dropped")));
        var admin = new Admin(Tokens.of(mark, "adi", "admin"));
        admin.get(LETTERS).statusCode(403);
        admin.delete(LETTERS + "/" + replayed).statusCode(403);
        admin.post(LETTERS + "/" + replayed + "/replay", null).statusCode(403);
    }

    @Test
    void shouldNotRepeatWhatTheServiceRefuses() {
        JsonPath receipt = ana.awaitState(ana.send("one", "wrong"), "dead");

        assertThat(receipt.getInt("attempts")).isEqualTo(1);
        assertThat(receipt.getInt("status")).isEqualTo(422);
        assertThat(receipt.getString("lastError")).isEqualTo("The memory service answered 422: No content.");
    }

    @Test
    void shouldWaitAsLongAsTheServiceAsks() {
        JsonPath receipt = ana.awaitState(ana.send("one", "later"), "delivered");

        assertThat(receipt.getInt("attempts")).isEqualTo(2);
        List<Long> at = ana.seen().getList("at", Long.class);
        assertThat(at.get(1) - at.get(0)).isGreaterThanOrEqualTo(990);
        assertThat(ana.seen().getList("key").stream().distinct()).hasSize(1);
    }

    @Test
    void shouldBoundTheBacklogOfATenant() {
        ana.occupy();
        Map<String, Object> message = ana.message("waiting", "good", Map.of());
        for (int i = 1; i < MessageServices.BACKLOG; i++) {
            ana.post("k" + i, message).statusCode(202);
        }

        ana.post("over", message)
                .statusCode(429)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/too-many-requests"))
                .body("backlog", equalTo(MessageServices.BACKLOG));

        ana.post("k1", message).statusCode(202);
        var other = new RelayMessages(Tokens.of("o" + mark, "ana", "member"), mark);
        String others = other.send("other", "good");
        ana.release();
        other.awaitState(others, "delivered");
    }
}

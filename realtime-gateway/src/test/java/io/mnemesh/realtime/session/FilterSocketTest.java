package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What clients ask for of a channel, and what their tokens let them see of it. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class FilterSocketTest {

    private static final String CHANNEL = "events:alert_raised";
    private static final JsonObject RED = filter("data.color", "red");
    private static final JsonObject LOUD = filter("data.loud", "true");

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldBringWhatTheClientAsksFor() {
        try (var client = Client.open(port(), TestTokens.of(tenant, "ana"))) {
            subscribe(client, RED, null);

            publish(1, "red", true);
            publish(2, "blue", true);
            publish(3, "red", false);

            assertThat(client.next("event").getLong("offset")).isEqualTo(1);
            assertThat(client.next("event").getLong("offset")).isEqualTo(3);
            client.assertSilent();
        }
    }

    @Test
    void shouldBringWhatTheTokenLetsBeSeenWhateverTheClientAsksFor() {
        try (var client = Client.open(port(), token(LOUD));
                var centrifuge = CentrifugeClient.connected(port(), token(LOUD))) {
            subscribe(client, RED, null);
            centrifuge.call(
                    "subscribe", new JsonObject().put("channel", CHANNEL).put("tf", RED));

            publish(1, "red", false);
            publish(2, "blue", true);
            publish(3, "red", true);

            assertThat(client.next("event").getLong("offset")).isEqualTo(3);
            assertThat(centrifuge.publications(CHANNEL, 1).getFirst().getLong("offset"))
                    .isEqualTo(3);
            client.assertSilent();
            centrifuge.assertSilent();
        }
    }

    @Test
    void shouldFilterWhatIsRecoveredAndReadBack() {
        String epoch = publish(1, "red", true);
        publish(2, "blue", true);
        publish(3, "red", false);
        publish(4, "red", true);
        try (var client = Client.open(port(), token(LOUD));
                var centrifuge = CentrifugeClient.connected(port(), token(LOUD))) {
            var position = new JsonObject().put("offset", 0).put("epoch", epoch);
            JsonObject entry = subscribe(client, RED, position);
            JsonObject subscribed = centrifuge.call(
                    "subscribe", CentrifugeClient.recovery(CHANNEL, 0, epoch).put("tf", RED));
            JsonObject history = centrifuge.call(
                    "history", new JsonObject().put("channel", CHANNEL).put("limit", 10));
            JsonObject last = centrifuge.call(
                    "rpc",
                    new JsonObject()
                            .put("method", "channel.last")
                            .put("data", new JsonObject().put("channel", CHANNEL)));

            assertThat(entry.getBoolean("recovered")).isTrue();
            assertThat(client.next("event").getLong("offset")).isEqualTo(1);
            assertThat(client.next("event").getLong("offset")).isEqualTo(4);
            assertThat(subscribed.getBoolean("recovered")).isTrue();
            assertThat(offsets(subscribed, "publications")).containsExactly(1L, 4L);
            assertThat(offsets(history, "publications")).containsExactly(1L, 2L, 4L);
            assertThat(offsets(last.getJsonObject("data"), "items")).containsExactly(1L, 2L, 4L);
        }
    }

    @Test
    void shouldFilterServerSentEvents() {
        String query = "/connection/events?channel=" + CHANNEL + "&access_token=" + token(LOUD) + "&filter="
                + URLEncoder.encode(RED.encode(), StandardCharsets.UTF_8);
        try (var stream = LineStream.get(port(), query)) {
            stream.next();
            assertThat(stream.next()).contains("subscribed");
            assertThat(stream.next()).isEmpty();

            publish(1, "red", false);
            publish(2, "red", true);

            assertThat(stream.next()).endsWith(":2");
        }
    }

    @Test
    void shouldShowNothingWhenTheTokensFiltersCannotBeRead() {
        String token = TestTokens.showing(tenant, "ana", "all of them");
        publish(1, "red", true);
        try (var client = Client.open(port(), token);
                var centrifuge = CentrifugeClient.connected(port(), token)) {
            client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + CHANNEL + "\"]}");
            var channel = new JsonObject().put("channel", CHANNEL);

            assertThat(client.problem().getInteger("status")).isEqualTo(403);
            assertThat(centrifuge.failure("subscribe", channel)).isEqualTo(103);
            assertThat(centrifuge.failure("history", channel)).isEqualTo(103);
        }
        given().get("/connection/events?channel=" + CHANNEL + "&access_token=" + token)
                .then()
                .statusCode(403);
    }

    @Test
    void shouldNotShowPastEventsToATokenThatShowsPartsOnly() {
        given().auth().oauth2(token(LOUD)).get("/api/events").then().statusCode(403);
        given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .get("/api/events")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldEndWhatANewerTokenShowsOtherwise() {
        try (var client = Client.open(port(), token(LOUD));
                var same = Client.open(port(), token(LOUD));
                var centrifuge = CentrifugeClient.connected(port(), token(LOUD))) {
            same.send("{\"type\":\"refresh\",\"id\":1,\"token\":\"" + token(LOUD) + "\"}");
            same.next("refreshed");

            client.send("{\"type\":\"refresh\",\"id\":1,\"token\":\"" + token(RED) + "\"}");
            centrifuge.send("{\"id\":7,\"refresh\":{\"token\":\"" + token(RED) + "\"}}");

            assertThat(client.problem().getInteger("status")).isEqualTo(409);
            assertThat(client.awaitClose()).isEqualTo(4440);
            assertThat(centrifuge.awaitClose()).isEqualTo(3010);
        }
    }

    @Test
    void shouldRefuseWhatIsNoFilter() {
        try (var client = CentrifugeClient.connected(port(), TestTokens.of(tenant, "ana"))) {
            var request = new JsonObject().put("channel", CHANNEL).put("tf", new JsonObject().put("cmp", "like"));

            assertThat(client.failure("subscribe", request)).isEqualTo(107);
            client.subscribe(CHANNEL);
        }
    }

    private static JsonObject subscribe(Client client, JsonObject filter, JsonObject position) {
        var frame = new JsonObject()
                .put("type", "subscribe")
                .put("subscriptions", List.of(CHANNEL))
                .put("filter", new JsonObject().put(CHANNEL, filter));
        client.send(
                (position == null ? frame : frame.put("recover", new JsonObject().put(CHANNEL, position))).encode());
        return client.next("subscribed").getJsonObject("subscriptions").getJsonObject(CHANNEL);
    }

    private static List<Long> offsets(JsonObject answer, String list) {
        return answer.getJsonArray(list).stream()
                .map(item -> ((JsonObject) item).getLong("offset"))
                .toList();
    }

    private static JsonObject filter(String key, String value) {
        return new JsonObject().put("key", key).put("cmp", "eq").put("val", value);
    }

    private String token(JsonObject filter) {
        return TestTokens.showing(tenant, "ana", Map.of("events:*", filter.getMap()));
    }

    /** Returns the epoch. */
    private String publish(int number, String color, boolean loud) {
        byte[] payload = "{\"event\":\"alert_raised\",\"data\":{\"color\":\"%s\",\"loud\":%s}}"
                .formatted(color, loud)
                .getBytes(StandardCharsets.UTF_8);
        return log.publish(new ChannelId(new TenantId(tenant), CHANNEL), "id-" + number, payload)
                .await()
                .atMost(Duration.ofSeconds(10))
                .position()
                .epoch();
    }

    private static int port() {
        return RestAssured.port;
    }
}

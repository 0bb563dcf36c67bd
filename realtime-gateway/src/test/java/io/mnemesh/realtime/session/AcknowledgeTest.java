package io.mnemesh.realtime.session;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Delivery until it is acknowledged, read marks, and what is conflated. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class AcknowledgeTest {

    private static final String CHANNEL = "updates:orders";

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldBringAgainWhatIsNotAcknowledged() {
        try (var client = client()) {
            consume(client, "worker");
            publish(CHANNEL, 1, 3);
            List<JsonObject> first = client.next("event", 3);
            ack(client, 1, epoch());

            JsonObject again = client.next("redelivery");
            List<JsonObject> second = client.next("event", 2);
            ack(client, 3, epoch());

            assertThat(first).extracting(event -> event.getLong("offset")).containsExactly(1L, 2L, 3L);
            assertThat(again.getLong("offset")).isEqualTo(1);
            assertThat(second).extracting(event -> event.getLong("offset")).containsExactly(2L, 3L);
            publish(CHANNEL, 4, 4);
            assertThat(client.next("event").getLong("offset")).isEqualTo(4);
        }
    }

    @Test
    void shouldGoOnBehindWhatWasAcknowledgedBeforeTheClientWasAway() {
        try (var client = client()) {
            consume(client, "worker");
            publish(CHANNEL, 1, 2);
            client.next("event", 2);
            ack(client, 1, epoch());
        }
        publish(CHANNEL, 3, 3);
        try (var client = client();
                var other = client()) {
            JsonObject entry = consume(client, "worker");
            consume(other, "another");
            publish(CHANNEL, 4, 4);

            assertThat(entry.getBoolean("recovered")).isTrue();
            assertThat(client.next("event", 3))
                    .extracting(event -> event.getLong("offset"))
                    .containsExactly(2L, 3L, 4L);
            assertThat(other.next("event").getLong("offset")).isEqualTo(4);
        }
    }

    @Test
    void shouldRefuseWhatCannotBeAcknowledged() {
        try (var client = client()) {
            client.send("{\"type\":\"subscribe\",\"subscriptions\":[\"chat:a\"],\"consumer\":\"w\"}");
            assertThat(client.problem().getInteger("status")).isEqualTo(422);
            client.send("{\"type\":\"subscribe\",\"subscriptions\":[\"" + CHANNEL + "\"],\"consumer\":\"No!\"}");
            assertThat(client.problem().getInteger("status")).isEqualTo(422);
            client.send("{\"type\":\"subscribe\",\"subscriptions\":[\"" + CHANNEL + "\"],\"consumer\":\"w\","
                    + "\"recover\":{\"" + CHANNEL + "\":{\"offset\":1,\"epoch\":\"e\"}}}");
            assertThat(client.problem().getInteger("status")).isEqualTo(422);
            client.send("{\"type\":\"ack\",\"channel\":\"" + CHANNEL + "\",\"offset\":1,\"epoch\":\"e\"}");
            assertThat(client.problem().getInteger("status")).isEqualTo(404);

            consume(client, "w");
            client.send(
                    "{\"type\":\"ack\",\"channel\":\"" + CHANNEL + "\",\"offset\":1,\"epoch\":\"" + epoch() + "\"}");
            assertThat(client.problem().getInteger("status")).isEqualTo(422);
        }
    }

    @Test
    void shouldCountWhatIsUnreadWhoeverWasAway() {
        publish(CHANNEL, 1, 5);
        String other = "updates:invoices";
        publish(other, 1, 2);
        try (var client = client();
                var bob = CentrifugeClient.connected(port(), TestTokens.of(tenant, "bob"))) {
            JsonObject set = request(
                    client, "mark.set", new JsonObject().put("channel", CHANNEL).put("offset", 3));
            JsonObject back = request(
                    client, "mark.set", new JsonObject().put("channel", CHANNEL).put("offset", 2));
            publish(CHANNEL, 6, 6);
            var channels = new JsonObject().put("channels", List.of(CHANNEL, other));
            JsonObject get = request(client, "mark.get", channels).getJsonObject("channels");
            JsonObject bobs = bob.call(
                            "rpc", new JsonObject().put("method", "mark.get").put("data", channels))
                    .getJsonObject("data")
                    .getJsonObject("channels");
            JsonObject all = request(client, "mark.set", new JsonObject().put("channel", CHANNEL));

            assertThat(set.getLong("unread")).isEqualTo(2);
            assertThat(back.getLong("offset")).isEqualTo(3);
            assertThat(get.getJsonObject(CHANNEL).getLong("offset")).isEqualTo(3);
            assertThat(get.getJsonObject(CHANNEL).getLong("unread")).isEqualTo(3);
            assertThat(get.getJsonObject(other).getLong("unread")).isEqualTo(2);
            assertThat(bobs.getJsonObject(CHANNEL).getLong("unread")).isEqualTo(6);
            assertThat(all.getLong("unread")).isZero();
        }
    }

    @Test
    void shouldKeepNotificationsForAUserWhoIsAway() {
        try (var admin = Client.open(port(), TestTokens.of(tenant, "root", "admin"))) {
            for (int i = 1; i <= 2; i++) {
                admin.send("{\"type\":\"publish\",\"channel\":\"inbox:ana\",\"data\":{\"text\":\"n-" + i + "\"}}");
                admin.next("published");
            }
        }
        try (var client = Client.openWithSubprotocols(
                        port(), "/ws/notifications", "mnemesh.v1", "bearer." + TestTokens.of(tenant, "ana"));
                var bob = CentrifugeClient.connected(port(), TestTokens.of(tenant, "bob"))) {
            client.next("connected");
            var inbox = new JsonObject().put("channel", "inbox:ana");
            JsonObject unread = request(client, "mark.get", new JsonObject().put("channels", List.of("inbox:ana")))
                    .getJsonObject("channels")
                    .getJsonObject("inbox:ana");
            JsonObject last = request(client, "channel.last", inbox);
            JsonObject read = request(client, "mark.set", inbox);

            assertThat(unread.getLong("unread")).isEqualTo(2);
            assertThat(last.getJsonArray("items")
                            .getJsonObject(1)
                            .getJsonObject("payload")
                            .getString("text"))
                    .isEqualTo("n-2");
            assertThat(read.getLong("unread")).isZero();
            assertThat(bob.failure("subscribe", inbox)).isEqualTo(103);
            assertThat(bob.failure("publish", inbox.copy().put("data", 1))).isEqualTo(103);
        }
    }

    @Test
    void shouldGiveTheNewestOfEachKeyOncePerInterval() {
        try (var client = client()) {
            client.subscribe("latest:prices");
            publish("latest:prices", 1, 1);
            assertThat(client.next("event").getLong("offset")).isEqualTo(1);
            publish("latest:prices", 2, 9);

            List<JsonObject> rest = client.next("event", 2);

            // Two keys take turns; what was not the newest of its key when the interval was over is left out.
            assertThat(rest.getLast().getLong("offset")).isGreaterThan(3);
            assertThat(rest).extracting(event -> event.getString("name")).containsExactlyInAnyOrder("even", "odd");
        }
    }

    private Client client() {
        return Client.open(port(), TestTokens.of(tenant, "ana"));
    }

    private static JsonObject consume(Client client, String consumer) {
        client.send(new JsonObject()
                .put("type", "subscribe")
                .put("subscriptions", List.of(CHANNEL))
                .put("consumer", consumer)
                .encode());
        return client.next("subscribed").getJsonObject("subscriptions").getJsonObject(CHANNEL);
    }

    private static void ack(Client client, long offset, String epoch) {
        client.send(new JsonObject()
                .put("type", "ack")
                .put("id", 5)
                .put("channel", CHANNEL)
                .put("offset", offset)
                .put("epoch", epoch)
                .encode());
        assertThat(client.next("acked").getLong("offset")).isEqualTo(offset);
    }

    private static JsonObject request(Client client, String method, JsonObject params) {
        client.send(new JsonObject()
                .put("type", "request")
                .put("id", 8)
                .put("method", method)
                .put("params", params)
                .encode());
        return client.next("result").getJsonObject("data");
    }

    private String epoch() {
        return log.position(id(CHANNEL)).await().atMost(Duration.ofSeconds(10)).epoch();
    }

    private void publish(String channel, int first, int last) {
        for (int i = first; i <= last; i++) {
            byte[] payload = "{\"event\":\"test\",\"name\":\"%s\"}"
                    .formatted(i % 2 == 0 ? "even" : "odd")
                    .getBytes(StandardCharsets.UTF_8);
            log.publish(id(channel), "id-" + i, payload).await().atMost(Duration.ofSeconds(10));
        }
    }

    private ChannelId id(String channel) {
        return new ChannelId(new TenantId(tenant), channel);
    }

    private static int port() {
        return RestAssured.port;
    }
}

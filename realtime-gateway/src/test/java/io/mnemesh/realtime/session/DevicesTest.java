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
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a user does on one device is seen on the others. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class DevicesTest {

    private static final String DEVICES = "devices:ana";

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldTellAUsersOtherDevicesHowFarWasRead() {
        try (var phone = Client.open(port(), token("ana"));
                var desk = CentrifugeClient.connected(port(), token("ana"))) {
            phone.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"chat:lobby\",\"data\":{\"text\":\"hello\"}}");
            phone.next("published");
            desk.subscribe(DEVICES);

            ask(phone, "mark.set", new JsonObject().put("channel", "chat:lobby"));

            JsonObject told = desk.push(DEVICES).getJsonObject("pub");
            assertThat(told.getLong("offset")).isEqualTo(1);
            assertThat(told.getJsonObject("info").getString("user")).isEqualTo("ana");
            JsonObject mark = told.getJsonObject("data").getJsonObject("mark");
            assertThat(mark.getString("channel")).isEqualTo("chat:lobby");
            assertThat(mark.getString("name")).isEqualTo("read");
            assertThat(mark.getLong("offset")).isEqualTo(1);
            assertThat(mark.getLong("unread")).isZero();
        }
    }

    @Test
    void shouldTellAUsersOtherDevicesHowFarWasAcknowledged() {
        try (var phone = Client.open(port(), token("ana"));
                var desk = CentrifugeClient.connected(port(), token("ana"))) {
            desk.subscribe(DEVICES);
            phone.send(
                    "{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"updates:orders\"],\"consumer\":\"worker\"}");
            phone.next("subscribed");
            var published = log.publish(
                            new ChannelId(new TenantId(tenant), "updates:orders"),
                            "id-1",
                            "{\"event\":\"test\"}".getBytes(StandardCharsets.UTF_8))
                    .await()
                    .atMost(Duration.ofSeconds(10))
                    .position();
            phone.next("event");

            phone.send(new JsonObject()
                    .put("type", "ack")
                    .put("channel", "updates:orders")
                    .put("offset", published.offset())
                    .put("epoch", published.epoch())
                    .encode());

            JsonObject mark = desk.push(DEVICES)
                    .getJsonObject("pub")
                    .getJsonObject("data")
                    .getJsonObject("mark");
            assertThat(mark)
                    .isEqualTo(new JsonObject()
                            .put("channel", "updates:orders")
                            .put("name", "worker")
                            .put("offset", 1)
                            .put("epoch", published.epoch())
                            .put("unread", 0));
        }
    }

    @Test
    void shouldKeepADraftAndBringItToDevicesThatWereAway() {
        var draft = new JsonObject().put("text", "half a sent");
        var params = new JsonObject().put("channel", "chat:lobby").put("draft", draft);
        JsonObject start;
        try (var phone = Client.open(port(), token("ana"))) {
            start = phone.subscribe(DEVICES);
            ask(phone, "draft.set", params);
        }

        try (var desk = Client.open(port(), token("ana"))) {
            assertThat(desk.recover(DEVICES, start.getLong("offset"), start.getString("epoch"))
                            .getBoolean("recovered"))
                    .isTrue();
            assertThat(desk.next("publication").getJsonObject("data").getJsonObject("draft"))
                    .isEqualTo(params);
            assertThat(ask(desk, "draft.get", new JsonObject()))
                    .isEqualTo(new JsonObject().put("drafts", new JsonObject().put("chat:lobby", draft)));
        }
    }

    @Test
    void shouldForgetADraftThatIsSent() {
        try (var phone = Client.open(port(), token("ana"))) {
            ask(
                    phone,
                    "draft.set",
                    new JsonObject().put("channel", "chat:lobby").put("draft", "half"));

            ask(phone, "draft.set", new JsonObject().put("channel", "chat:lobby"));

            assertThat(ask(phone, "draft.get", new JsonObject()).getJsonObject("drafts"))
                    .isEmpty();
        }
    }

    @Test
    void shouldBoundDraftsInNumberAndSize() {
        try (var phone = Client.open(port(), token("ana"))) {
            for (String channel : new String[] {"chat:a", "chat:b", "chat:c"}) {
                ask(phone, "draft.set", new JsonObject().put("channel", channel).put("draft", "half"));
            }

            assertThat(refusal(phone, new JsonObject().put("channel", "chat:d").put("draft", "half")))
                    .isEqualTo(429);
            assertThat(refusal(phone, new JsonObject().put("channel", "chat:a").put("draft", "x".repeat(2000))))
                    .isEqualTo(413);
            assertThat(ask(
                                    phone,
                                    "draft.set",
                                    new JsonObject().put("channel", "chat:a").put("draft", "more"))
                            .getString("draft"))
                    .isEqualTo("more");
        }
    }

    @Test
    void shouldShowNobodyElsesDevicesAndLetNobodyPublishThere() {
        try (var bob = CentrifugeClient.connected(port(), token("bob"))) {
            assertThat(bob.failure("subscribe", new JsonObject().put("channel", DEVICES)))
                    .isEqualTo(103);
            assertThat(bob.failure(
                            "publish",
                            new JsonObject().put("channel", "devices:bob").put("data", new JsonObject())))
                    .isEqualTo(103);
        }
    }

    private static JsonObject ask(Client client, String method, JsonObject params) {
        send(client, method, params);
        JsonObject frame = client.next();
        while (!frame.getString("type").equals("result")) {
            assertThat(frame.getString("channel")).as("%s", frame).isEqualTo(DEVICES);
            frame = client.next();
        }
        return frame.getJsonObject("data");
    }

    private static int refusal(Client client, JsonObject params) {
        send(client, "draft.set", params);
        return client.problem().getInteger("status");
    }

    private static void send(Client client, String method, JsonObject params) {
        client.send(new JsonObject()
                .put("type", "request")
                .put("id", 1)
                .put("method", method)
                .put("params", params)
                .encode());
    }

    private String token(String user) {
        return TestTokens.of(tenant, user);
    }

    private static int port() {
        return RestAssured.port;
    }
}

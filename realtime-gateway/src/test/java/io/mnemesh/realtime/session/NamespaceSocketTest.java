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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the namespaces of {@code application.properties} let whom do, in both protocols. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class NamespaceSocketTest {

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @ParameterizedTest
    @CsvSource({
        "chat:lobby,,0",
        "closed:a,,103",
        "rooms:room-1,member,0",
        "rooms:room-1,,103",
        "rooms:inbox-ana,,0",
        "rooms:inbox-bob,member,103",
        "nowhere:a,,102",
        "chat,,102",
        "chat:,,102",
        "'chat:a b',,102",
        "'chat:a{b}',,102",
        "events:lobby,,102"
    })
    void shouldDecideWhoMaySubscribe(String channel, String role, int code) {
        String token = role == null ? token() : TestTokens.of(tenant, "ana", role);
        var request = new JsonObject().put("channel", channel);
        try (var centrifuge = CentrifugeClient.connected(port(), token);
                var client = Client.open(port(), token)) {
            client.send("{\"type\":\"subscribe\",\"id\":1,\"subscriptions\":[\"" + channel + "\"]}");

            if (code == 0) {
                assertThat(centrifuge.call("subscribe", request).getBoolean("recoverable"))
                        .isTrue();
                assertThat(client.next("subscribed")
                                .getJsonObject("subscriptions")
                                .getMap())
                        .containsKey(channel);
            } else {
                assertThat(centrifuge.failure("subscribe", request)).isEqualTo(code);
                assertThat(centrifuge.failure("history", request)).isEqualTo(code);
                assertThat(client.problem().getInteger("status")).isEqualTo(code == 103 ? 403 : 404);
            }
        }
    }

    @Test
    void shouldKeepAsMuchAsTheNamespaceSays() {
        publish("chat:lobby", 8);
        publish("closed:a", 8);
        publish("brief:a", 8);

        assertThat(kept("chat:lobby")).isEqualTo(5);
        assertThat(kept("closed:a")).isEqualTo(3);
        assertThat(kept("brief:a")).isEqualTo(8);
    }

    @Test
    void shouldGiveTheNewestMessageFirstWhereTheNamespaceCachesIt() {
        publish("value:price", 3);
        try (var client = CentrifugeClient.connected(port(), token());
                var waiting = CentrifugeClient.connected(port(), token());
                var own = Client.open(port(), token())) {
            var channel = new JsonObject().put("channel", "value:price");

            JsonObject subscribed = client.call("subscribe", channel);
            JsonObject recovered = waiting.call("subscribe", CentrifugeClient.recovery("value:price", 0, ""));
            own.subscribe("value:price");

            for (JsonObject answer : List.of(subscribed, recovered)) {
                assertThat(answer.getJsonArray("publications")).hasSize(1);
                assertThat(answer.getJsonArray("publications").getJsonObject(0).getLong("offset"))
                        .isEqualTo(3);
            }
            assertThat(recovered.getBoolean("recovered")).isTrue();
            assertThat(own.next("event").getLong("offset")).isEqualTo(3);
            assertThat(client.call("subscribe", new JsonObject().put("channel", "value:nothing"))
                            .containsKey("publications"))
                    .isFalse();
        }
    }

    @Test
    void shouldNotOfferWhatCannotBeRecovered() {
        publish("brief:a", 1);
        try (var client = CentrifugeClient.connected(port(), token())) {
            JsonObject subscribed = client.call("subscribe", CentrifugeClient.recovery("brief:a", 0, "e"));
            publish("brief:a", 2);

            assertThat(subscribed).isEqualTo(new JsonObject().put("was_recovering", true));
            assertThat(client.push("brief:a").getJsonObject("pub").getLong("offset"))
                    .isEqualTo(2);
            assertThat(client.failure("history", new JsonObject().put("channel", "brief:a")))
                    .isEqualTo(108);
        }
    }

    @Test
    void shouldRefuseToRecoverWhatCannotBeRecoveredInTheOwnProtocol() {
        try (var client = Client.open(port(), token())) {
            client.send("{\"type\":\"subscribe\",\"id\":7,\"subscriptions\":[\"brief:a\"],"
                    + "\"recover\":{\"brief:a\":{\"offset\":1,\"epoch\":\"e\"}}}");

            JsonObject error = client.next("error");
            assertThat(error.getInteger("id")).isEqualTo(7);
            assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(422);
            assertThat(client.subscribe("brief:a").getBoolean("recovered")).isFalse();
        }
    }

    private int kept(String channel) {
        return log.read(id(channel), "", 0, 100)
                .await()
                .atMost(Duration.ofSeconds(10))
                .messages()
                .size();
    }

    private void publish(String channel, int last) {
        for (int i = 1; i <= last; i++) {
            log.publish(id(channel), "id-" + i, "{\"event\":\"test\"}".getBytes(StandardCharsets.UTF_8))
                    .await()
                    .atMost(Duration.ofSeconds(10));
        }
    }

    private ChannelId id(String channel) {
        return new ChannelId(new TenantId(tenant), channel);
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private static int port() {
        return RestAssured.port;
    }
}

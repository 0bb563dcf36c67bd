package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.request.Caller;
import io.mnemesh.realtime.request.RequestMethod;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions over the sockets, in both protocols. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class RequestTest {

    private static final String METRICS = "updates:metric";

    /** A method that never answers. */
    @Singleton
    static class Never implements RequestMethod {
        @Override
        public String name() {
            return "test.never";
        }

        @Override
        public Uni<?> answer(Caller caller, com.fasterxml.jackson.databind.JsonNode params) {
            return Uni.createFrom().nothing();
        }
    }

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldTellTheCurrentValueOfAMetric() {
        publish(METRICS, "{\"name\":\"cpu\",\"value\":1.50}");
        publish(METRICS, "{\"name\":\"memory\",\"value\":7}");
        publish(METRICS, "{\"name\":\"cpu\",\"value\":2.50}");
        publish(METRICS, "{\"name\":\"memory\",\"value\":8}");
        try (var client = Client.open(port(), token())) {
            client.send("{\"type\":\"request\",\"id\":7,\"method\":\"metric.current\",\"params\":{\"name\":\"cpu\"}}");

            JsonObject result = client.next("result");
            assertThat(result.getInteger("id")).isEqualTo(7);
            assertThat(result.getString("method")).isEqualTo("metric.current");
            assertThat(result.getJsonObject("data"))
                    .isEqualTo(new JsonObject()
                            .put("offset", 3)
                            .put("payload", new JsonObject().put("name", "cpu").put("value", 2.5))
                            .put("name", "cpu")
                            .put("channel", METRICS));
        }
    }

    @Test
    void shouldLookFurtherBackThanOnePage() {
        publish(METRICS, "{\"name\":\"rare\",\"value\":1}");
        for (int i = 0; i < 300; i++) {
            publish(METRICS, "{\"name\":\"frequent\",\"value\":" + i + "}");
        }
        try (var client = CentrifugeClient.connected(port(), token())) {
            JsonObject answer = client.call("rpc", rpc("metric.current", new JsonObject().put("name", "rare")));

            assertThat(answer.getJsonObject("data").getLong("offset")).isEqualTo(1);
        }
    }

    @Test
    void shouldTellTheLastMessagesOfAChannel() {
        for (int i = 1; i <= 5; i++) {
            publish("events:session_started", "{\"event\":\"session_started\",\"subject\":\"s-" + i % 2 + "\"}");
        }
        var filter = new JsonObject().put("key", "subject").put("cmp", "eq").put("val", "s-1");
        var params = new JsonObject()
                .put("channel", "events:session_started")
                .put("limit", 2)
                .put("filter", filter);
        try (var client = CentrifugeClient.connected(port(), token())) {
            JsonObject data = client.call("rpc", rpc("channel.last", params)).getJsonObject("data");

            assertThat(data.getLong("offset")).isEqualTo(5);
            assertThat(data.getString("epoch")).isNotEmpty();
            JsonArray items = data.getJsonArray("items");
            assertThat(items.stream().map(item -> ((JsonObject) item).getLong("offset")))
                    .containsExactly(3L, 5L);
            assertThat(items.getJsonObject(0).getJsonObject("payload").getString("subject"))
                    .isEqualTo("s-1");
        }
    }

    @Test
    void shouldTellWhoPublished() {
        try (var client = Client.open(port(), token())) {
            client.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"chat:lobby\",\"data\":{\"text\":\"hello\"}}");
            client.next("published");

            client.send(
                    "{\"type\":\"request\",\"id\":2,\"method\":\"channel.last\",\"params\":{\"channel\":\"chat:lobby\"}}");

            JsonObject item = client.next("result")
                    .getJsonObject("data")
                    .getJsonArray("items")
                    .getJsonObject(0);
            assertThat(item.getJsonObject("publisher").getString("user")).isEqualTo("ana");
            assertThat(item.getJsonObject("payload")).isEqualTo(new JsonObject().put("text", "hello"));
        }
    }

    @Test
    void shouldTellTheStatusOfTheSockets() {
        try (var client = Client.open(port(), token())) {
            client.send("{\"type\":\"request\",\"id\":1,\"method\":\"sockets.status\"}");

            JsonObject data = client.next("result").getJsonObject("data");
            assertThat(data.getJsonObject("tenant").getInteger("connections")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing.like.this|{}|405|104",
                "metric.current|{}|422|107",
                "metric.current|{\"name\":\"cpu\",\"more\":1}|422|107",
                "metric.current|{\"name\":\"unheard-of\"}|404|404",
                "channel.last|{\"channel\":\"events:nothing\"}|404|102",
                "channel.last|{\"channel\":\"closed:a\"}|403|103",
                "channel.last|{\"channel\":\"brief:a\"}|405|108",
                "channel.last|{\"channel\":\"chat:a\",\"limit\":101}|422|107",
                "channel.last|{\"channel\":\"chat:a\",\"filter\":{}}|422|107"
            })
    void shouldSayWhyItDoesNotAnswer(String method, String params, int status, int code) {
        try (var client = Client.open(port(), token());
                var centrifuge = CentrifugeClient.connected(port(), token())) {
            client.send("{\"type\":\"request\",\"id\":9,\"method\":\"" + method + "\",\"params\":" + params + "}");

            JsonObject error = client.next("error");
            assertThat(error.getInteger("id")).isEqualTo(9);
            assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(status);
            assertThat(centrifuge.failure("rpc", rpc(method, new JsonObject(params))))
                    .isEqualTo(code);
        }
    }

    @Test
    void shouldNotWaitLongerThanTheClientDoes() {
        try (var client = Client.open(port(), token())) {
            client.send("{\"type\":\"request\",\"id\":3,\"method\":\"test.never\",\"deadlineMs\":50}");

            JsonObject error = client.next("error");
            assertThat(error.getInteger("id")).isEqualTo(3);
            assertThat(error.getJsonObject("problem").getString("type"))
                    .isEqualTo("https://mnemesh.io/problems/deadline-exceeded");
        }
    }

    @Test
    void shouldAnswerSoManyAtATime() {
        try (var client = Client.open(port(), token())) {
            for (int i = 1; i <= 17; i++) {
                client.send("{\"type\":\"request\",\"id\":" + i + ",\"method\":\"test.never\"}");
            }

            JsonObject error = client.next("error");
            assertThat(error.getInteger("id")).isEqualTo(17);
            assertThat(error.getJsonObject("problem").getInteger("status")).isEqualTo(429);
        }
    }

    private static JsonObject rpc(String method, JsonObject params) {
        return new JsonObject().put("method", method).put("data", params);
    }

    private void publish(String channel, String payload) {
        log.publish(
                        new ChannelId(new TenantId(tenant), channel),
                        UUID.randomUUID().toString(),
                        payload.getBytes(StandardCharsets.UTF_8))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private static int port() {
        return RestAssured.port;
    }
}

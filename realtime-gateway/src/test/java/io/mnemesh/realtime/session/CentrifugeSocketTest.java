package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeSocketTest extends CentrifugeFixture {

    @Test
    void shouldAnswerABatchInOneFrameAndTheChannelsAfterIt() {
        CentrifugeClient client = open();

        client.sendTogether(
                "{\"id\":1,\"connect\":{\"token\":\"" + token() + "\"}}",
                "{\"id\":2,\"ping\":{}}",
                "",
                "{\"id\":3,\"rpc\":{\"method\":\"sum\",\"data\":{}}}",
                "{\"id\":4,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}");

        List<String> batch = client.frame().lines().toList();
        assertThat(batch).hasSize(3);
        assertThat(batch.getFirst()).startsWith("{\"id\":1,\"connect\":{");
        assertThat(batch.get(1)).isEqualTo("{\"id\":2,\"ping\":{}}");
        assertThat(batch.getLast()).isEqualTo("{\"id\":3,\"error\":{\"code\":104,\"message\":\"method not found\"}}");
        assertThat(client.next().getJsonObject("subscribe").getBoolean("recoverable"))
                .isTrue();
    }

    @Test
    void shouldPushWhatIsPublished() {
        CentrifugeClient client = connected();
        JsonObject subscribed = client.subscribe(CHANNEL);

        publish("id-1");

        assertThat(subscribed.getBoolean("positioned")).isTrue();
        assertThat(subscribed.getBoolean("recoverable")).isTrue();
        assertThat(subscribed.getLong("offset")).isZero();
        assertThat(subscribed.getString("epoch")).isNotBlank();
        assertThat(subscribed.containsKey("was_recovering")).isFalse();
        assertThat(client.frame())
                .isEqualTo(
                        "{\"push\":{\"channel\":\"events:session_started\",\"pub\":{\"data\":{\"event\":\"session_started\","
                                + "\"eventId\":\"id-1\"},\"offset\":1}}}");
    }

    @Test
    void shouldStopWhenUnsubscribed() {
        CentrifugeClient client = connected();
        client.subscribe(CHANNEL);

        assertThat(client.call("unsubscribe", new JsonObject().put("channel", CHANNEL)))
                .isEmpty();
        publish("id-1");

        client.assertSilent();
        assertThat(client.call("unsubscribe", new JsonObject().put("channel", CHANNEL)))
                .isEmpty();
        assertThat(client.subscribe(CHANNEL).getLong("offset")).isEqualTo(1);
    }

    @Test
    void shouldAnswerASubscribeThatIsTakenBackAtOnce() {
        CentrifugeClient client = connected();

        client.sendTogether(
                "{\"id\":2,\"subscribe\":{\"channel\":\"events:alert_raised\",\"recover\":true,\"epoch\":\"e\"}}",
                "{\"id\":3,\"unsubscribe\":{\"channel\":\"events:alert_raised\"}}");

        JsonObject first = client.next();
        assertThat(first.getInteger("id")).isEqualTo(2);
        assertThat(first.getJsonObject("error").getBoolean("temporary")).isTrue();
        assertThat(client.next().getInteger("id")).isEqualTo(3);
        client.assertSilent();
    }

    @Test
    void shouldKeepTenantsApart() {
        CentrifugeClient mine = connected();
        CentrifugeClient theirs = keep(CentrifugeClient.connected(port(), TestTokens.of(tenant + "-x", "bob")));
        mine.subscribe(CHANNEL);
        theirs.subscribe(CHANNEL);

        publish("id-1");

        assertThat(mine.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(1);
        theirs.assertSilent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "subscribe|{\"channel\":\"events:nothing\"}|102",
                "subscribe|{\"channel\":\"events:session_started\",\"tf\":{\"key\":\"a\"}}|107",
                "subscribe|{\"channel\":\"events:session_started\",\"type\":1}|108",
                "publish|{\"channel\":\"events:nothing\",\"data\":{}}|102",
                "publish|{\"channel\":\"events:session_started\",\"data\":{}}|103",
                "presence|{\"channel\":\"events:session_started\"}|108",
                "presence|{\"channel\":\"events:nothing\"}|102",
                "presence_stats|{\"channel\":\"events:session_started\"}|108",
                "sub_refresh|{\"channel\":\"events:session_started\",\"token\":\"x\"}|108",
                "history|{\"channel\":\"events:nothing\"}|102",
                "rpc|{\"method\":\"sum\",\"data\":{}}|104",
                "dance|{\"channel\":\"events:session_started\"}|104"
            })
    void shouldAnswerAnErrorAndGoOn(String method, String request, int code) {
        CentrifugeClient client = connected();

        assertThat(client.failure(method, new JsonObject(request))).isEqualTo(code);

        client.assertSilent();
    }

    @Test
    void shouldRefuseASecondSubscriptionOfAChannel() {
        CentrifugeClient client = connected();
        client.subscribe(CHANNEL);

        assertThat(client.failure("subscribe", new JsonObject().put("channel", CHANNEL)))
                .isEqualTo(105);
    }

    @Test
    void shouldTakeMessagesAndPongsWithoutAnAnswer() {
        CentrifugeClient client = connected();

        client.sendTogether("{}", "{\"send\":{\"data\":{}}}", "{}");

        client.assertSilent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{",
                "[]",
                "{\"id\":2,\"ping\":{}} {\"id\":3,\"ping\":{}}",
                "{\"ping\":{}}",
                "{\"id\":-1,\"ping\":{}}",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":2,\"subscribe\":\"events:session_started\"}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"events:session_started\",\"offset\":-1}}",
                "{\"id\":2,\"connect\":{\"token\":\"x\"}}",
                "{\"id\":2,\"ping\":{}}\n{"
            })
    void shouldEndForGoodWhenAFrameIsBad(String frame) {
        CentrifugeClient client = connected();

        client.send(frame);

        assertThat(client.awaitClose()).isEqualTo(3501);
        assertThat(client.closeReason()).isEqualTo("bad request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1,\"ping\":{}}", "{\"id\":1,\"subscribe\":{\"channel\":\"events:a\"}}"})
    void shouldEndForGoodWhenACommandComesBeforeConnect(String command) {
        CentrifugeClient client = open();

        client.send(command);

        assertThat(client.awaitClose()).isEqualTo(3501);
    }

    @Test
    void shouldEndForGoodWhenAFrameIsBinary() {
        CentrifugeClient client = connected();

        client.sendBinary((byte) 1, (byte) 2);

        assertThat(client.awaitClose()).isEqualTo(3501);
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 2_000_000})
    void shouldEndWhenAFrameIsTooLarge(int size) {
        CentrifugeClient client = connected();

        client.sendBlindly("x".repeat(size));

        assertThat(client.awaitClose()).isEqualTo(1009);
    }

    @Test
    void shouldEndForGoodWhenTextIsNotUtf8() throws Exception {
        var closed = new CompletableFuture<Short>();
        var socket = vertx.createWebSocketClient().webSocket();
        socket.closeHandler(done -> closed.complete(socket.closeStatusCode()));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port())
                        .setURI("/connection/websocket"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        socket.writeFrame(WebSocketFrame.textFrame("{", false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3, '('}), true));

        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo((short) 3501);
    }
}

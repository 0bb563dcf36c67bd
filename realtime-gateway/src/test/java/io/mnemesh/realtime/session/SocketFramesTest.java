package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are refused, and frames in pieces. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SocketFramesTest extends SocketFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"type\":\"dance\"}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"events:nothing\"]}",
                "{\"type\":\"subscribe\",\"subscriptions\":[\"other:session_started\"]}",
                "{\"type\":\"unsubscribe\",\"subscriptions\":[\"events:session_started\"]}",
                "{\"type\":\"connect\",\"token\":\"x\"}",
                "{\"type\":\"refresh\",\"token\":\"x\"}"
            })
    void shouldAnswerAProblemAndGoOnWhenAFrameIsRefused(String frame) {
        Client client = open(token());

        client.send(frame);

        JsonObject problem = client.problem();
        assertThat(problem.getString("type")).startsWith("https://mnemesh.io/problems/");
        assertThat(problem.getInteger("status")).isBetween(400, 422);
        client.assertSilent();
    }

    @Test
    void shouldRefuseABinaryFrame() {
        Client client = open(token());

        client.sendBinary((byte) 1, (byte) 2);

        assertThat(client.problem().getInteger("status")).isEqualTo(400);
        client.assertSilent();
    }

    @Test
    void shouldCloseWhenTooManyFramesAreRefused() {
        Client client = open(token());
        var random = new Random(3);

        for (int i = 0; i < 30; i++) {
            client.sendBlindly(Long.toString(random.nextLong(), 36));
        }

        assertThat(client.awaitClose()).isEqualTo(4400);
    }

    @Test
    void shouldRefuseAFrameThatIsTooLarge() {
        Client client = open(token());

        client.send("x".repeat(70_000));

        assertThat(client.problem().getInteger("status")).isEqualTo(413);
        client.assertSilent();
    }

    @Test
    void shouldRefuseAMessageWhoseFragmentsAreFarTooLarge() {
        Client client = open(token());

        client.sendBlindly("x".repeat(2_000_000));

        assertThat(client.problem().getInteger("status")).isEqualTo(413);
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() {
        var answers = new LinkedBlockingQueue<JsonObject>();
        var socket = vertx.createWebSocketClient().webSocket();
        socket.textMessageHandler(text -> answers.add(new JsonObject(text)));
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port())
                        .setURI("/ws/realtime")
                        .putHeader("Authorization", "Bearer " + token()))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        socket.writeFrame(WebSocketFrame.textFrame("{", false));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3, '('}), true));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> answers.stream()
                        .anyMatch(frame -> frame.getString("type").equals("error")
                                && frame.getJsonObject("problem").getInteger("status") == 400));
        assertThat(socket.isClosed()).isFalse();
        socket.close();
    }

    @Test
    void shouldTakeAFrameInFragments() {
        Client client = open(token());

        client.sendPart("{\"type\":", false);
        client.sendPart("\"ping\"}", true);

        client.next("pong");
    }
}

package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate as clients see it on the wire. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CompressionTest {

    private static final String CHANNEL = "chat:lobby";
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    ChannelLog log;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry registry;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<RawWebSocket> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawWebSocket client : open) {
            client.close();
        }
    }

    @Test
    void shouldSendTheSameFewBytesToAllThatAgreedOnItAndPlainOnesToOthers() throws IOException, DataFormatException {
        RawWebSocket ana = subscribed(OFFER);
        RawWebSocket bob = subscribed("Sec-WebSocket-Extensions: permessage-deflate");
        RawWebSocket eve = subscribed();
        String text = "nothing new in the west; ".repeat(80);

        publish(new JsonObject().put("text", text));

        RawWebSocket.Frame plain = eve.next();
        RawWebSocket.Frame packed = ana.next();
        assertThat(ana.answer())
                .containsIgnoringCase("Sec-WebSocket-Extensions: permessage-deflate;"
                        + " server_no_context_takeover; client_no_context_takeover");
        assertThat(eve.answer()).doesNotContainIgnoringCase("extensions");
        assertThat(plain.isPacked()).isFalse();
        assertThat(plain.payload().length).isGreaterThan(2000);
        assertThat(packed.isPacked()).isTrue();
        assertThat(packed.payload().length).isLessThan(plain.payload().length / 10);
        assertThat(packed.text()).isEqualTo(plain.text());
        assertThat(bob.next().payload()).isEqualTo(packed.payload());
    }

    @Test
    void shouldLeaveSmallMessagesAsTheyAre() throws IOException, DataFormatException {
        RawWebSocket ana = subscribed(OFFER);

        publish(new JsonObject().put("text", "hello"));

        RawWebSocket.Frame frame = ana.next();
        assertThat(frame.isPacked()).isFalse();
        assertThat(frame.text()).contains("\"data\":{\"text\":\"hello\"}");
    }

    @Test
    void shouldTakeAndGivePackedMessagesInTheOwnProtocol() throws IOException, DataFormatException {
        RawWebSocket ana = keep(new RawWebSocket(port(), "/ws/realtime", OFFER));
        ana.sendPacked(utf8("{\"type\":\"connect\",\"id\":1,\"token\":\"" + token() + "\"}"));
        assertThat(ana.next().text()).contains("\"type\":\"connected\"");
        ana.sendPacked(utf8("{\"type\":\"subscribe\",\"id\":2,\"subscriptions\":[\"" + CHANNEL + "\"]}"));
        assertThat(ana.next().text()).contains("\"type\":\"subscribed\"");

        publish(new JsonObject().put("event", "x").put("text", "again and ".repeat(100)));

        RawWebSocket.Frame frame = ana.next();
        assertThat(frame.isPacked()).isTrue();
        assertThat(frame.payload().length).isLessThan(200);
        assertThat(new JsonObject(frame.text()).getString("text")).isEqualTo("again and ".repeat(100));
    }

    @Test
    void shouldWorkWithAClientThatUnpacksForItself() throws InterruptedException {
        var client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setTryUsePerMessageCompression(true)
                .setCompressionAllowClientNoContext(true));
        var frames = new LinkedBlockingQueue<JsonObject>();
        double before = compressed();
        WebSocket socket = client.connect(port(), "127.0.0.1", "/connection/websocket")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        socket.textMessageHandler(text -> text.lines().map(JsonObject::new).forEach(frames::add));
        String large = "a word or two ".repeat(200);

        socket.writeTextMessage("{\"id\":1,\"connect\":{\"token\":\"" + token() + "\"}}\n"
                + "{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}");
        next(frames);
        next(frames);
        socket.writeTextMessage("{\"id\":3,\"publish\":{\"channel\":\"" + CHANNEL + "\",\"data\":\"" + large + "\"}}");
        JsonObject one = next(frames);
        JsonObject other = next(frames);

        JsonObject push = one.containsKey("push") ? one : other;
        assertThat(compressed() - before).isGreaterThan(large.length());
        assertThat(push.getJsonObject("push").getJsonObject("pub").getString("data"))
                .isEqualTo(large);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {70_000, 30_000_000})
    void shouldEndForGoodWhenAMessageUnpacksToMoreThanIsAllowed(int size) throws IOException {
        RawWebSocket ana = subscribed(OFFER);

        ana.sendPacked(new byte[size]);

        assertThat(closeCode(ana.next())).isEqualTo(1009);
    }

    @Test
    void shouldEndTheConnectionWhenWhatIsPackedIsBroken() throws IOException {
        RawWebSocket ana = subscribed(OFFER);

        ana.sendBroken();

        assertThat(closeCode(ana.next())).isEqualTo(1007);
    }

    private double compressed() {
        return registry.get(RealtimeMetrics.COMPRESSED_BYTES)
                .tag("stage", "before")
                .counter()
                .count();
    }

    private static int closeCode(RawWebSocket.Frame frame) {
        assertThat(frame.first()).isEqualTo(0x88);
        return ((frame.payload()[0] & 0xFF) << 8) | (frame.payload()[1] & 0xFF);
    }

    private static JsonObject next(LinkedBlockingQueue<JsonObject> frames) throws InterruptedException {
        JsonObject frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(frame).isNotNull();
        return frame;
    }

    private RawWebSocket subscribed(String... offer) throws IOException {
        RawWebSocket client = keep(new RawWebSocket(port(), "/connection/websocket", offer));
        client.send("{\"id\":1,\"connect\":{\"token\":\"" + token() + "\"}}");
        client.next();
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"}}");
        client.next();
        return client;
    }

    private RawWebSocket keep(RawWebSocket client) {
        open.add(client);
        return client;
    }

    private void publish(JsonObject data) {
        log.publish(
                        new ChannelId(new TenantId(tenant), CHANNEL),
                        UUID.randomUUID().toString(),
                        utf8(data.encode()))
                .await()
                .atMost(PATIENCE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String token() {
        return TestTokens.of(tenant, "ana");
    }

    private static int port() {
        return RestAssured.port;
    }
}

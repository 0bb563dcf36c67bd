package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real WebSocket client that speaks the JSON protocol and waits for what it expects. */
final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LARGEST = 16 << 20;

    private final ClientWebSocket socket;
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();

    private Client(ClientWebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
    }

    /** Connects without a token. */
    static Client open(Vertx vertx, int port) {
        return open(vertx, options(port, "/ws/realtime"));
    }

    /** Connects with a token in the Authorization header and takes the connected frame. */
    static Client open(Vertx vertx, int port, String token) {
        Client client = open(vertx, options(port, "/ws/realtime").putHeader("Authorization", "Bearer " + token));
        client.next("connected");
        return client;
    }

    static Client open(Vertx vertx, WebSocketConnectOptions options) {
        var client = new Client(vertx.createWebSocketClient(
                        new WebSocketClientOptions().setMaxFrameSize(LARGEST).setMaxMessageSize(LARGEST))
                .webSocket());
        client.socket
                .connect(options)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return client;
    }

    static WebSocketConnectOptions options(int port, String path) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setHeaders(MultiMap.caseInsensitiveMultiMap());
    }

    ClientWebSocket socket() {
        return socket;
    }

    Client send(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    /** Subscribes without recovery and returns the channel's entry of the answer. */
    JsonObject subscribe(String channel) {
        send(new JsonObject()
                .put("type", "subscribe")
                .put("id", 1)
                .put("subscriptions", List.of(channel))
                .encode());
        return next("subscribed").getJsonObject("subscriptions").getJsonObject(channel);
    }

    /** Subscribes from a position on and returns the channel's entry of the answer. */
    JsonObject recover(String channel, long offset, String epoch) {
        send(new JsonObject()
                .put("type", "subscribe")
                .put("id", 1)
                .put("subscriptions", List.of(channel))
                .put(
                        "recover",
                        new JsonObject()
                                .put(
                                        channel,
                                        new JsonObject().put("offset", offset).put("epoch", epoch)))
                .encode());
        return next("subscribed").getJsonObject("subscriptions").getJsonObject(channel);
    }

    /** The next frame, whatever it is. */
    JsonObject next() {
        try {
            JsonObject frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(frame).as("a frame within %s", PATIENCE).isNotNull();
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next frame, which has to be of this type. */
    JsonObject next(String type) {
        JsonObject frame = next();
        assertThat(frame.getString("type")).as("type of %s", frame).isEqualTo(type);
        return frame;
    }

    List<JsonObject> next(String type, int count) {
        var taken = new ArrayList<JsonObject>();
        for (int i = 0; i < count; i++) {
            taken.add(next(type));
        }
        return taken;
    }

    /** The problem of the next frame, which has to be an error. */
    JsonObject problem() {
        return next("error").getJsonObject("problem");
    }

    /** Says ping and asserts that nothing else came before the answer. */
    void assertSilent() {
        send("{\"type\":\"ping\",\"id\":4711}");
        assertThat(next("pong").getInteger("id")).isEqualTo(4711);
    }

    int awaitClose() {
        await().atMost(PATIENCE).until(socket::isClosed);
        return socket.closeStatusCode();
    }

    @Override
    public void close() {
        socket.close();
    }
}

package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real WebSocket client that speaks the JSON protocol and waits for what it expects. */
final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int NOT_CLOSED = -1;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Inbox inbox = new Inbox();
    private final WebSocket socket;
    private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);

    private Client(int port, String path, @Nullable String authorization, List<String> subprotocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (authorization != null) {
            builder.header("Authorization", "Bearer " + authorization);
        }
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), inbox)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Connects without a token. */
    static Client open(int port) {
        return new Client(port, "/ws/realtime", null, List.of());
    }

    /** Connects with a token in the Authorization header and takes the connected frame. */
    static Client open(int port, String token) {
        var client = new Client(port, "/ws/realtime", token, List.of());
        client.next("connected");
        return client;
    }

    static Client openWithSubprotocols(int port, String path, String... subprotocols) {
        return new Client(port, path, null, Arrays.asList(subprotocols));
    }

    /** HTTP status of a handshake that is refused. */
    static WebSocketHandshakeException refusal(int port, String token) {
        try (var client = new Client(port, "/ws/realtime", token, List.of())) {
            throw new AssertionError("The handshake was accepted: " + client.subprotocol());
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused;
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    Client send(String text) {
        sendPart(text, true);
        return this;
    }

    void sendPart(String text, boolean last) {
        socket.sendText(text, last)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void sendBinary(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Sends without caring whether the server still listens. */
    void sendBlindly(String text) {
        // A socket takes the next frame only when the one before is sent.
        sent = sent.exceptionally(failed -> socket).thenCompose(before -> socket.sendText(text, true));
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
        var position = new JsonObject().put("offset", offset).put("epoch", epoch);
        send(new JsonObject()
                .put("type", "subscribe")
                .put("id", 1)
                .put("subscriptions", List.of(channel))
                .put("recover", new JsonObject().put(channel, position))
                .encode());
        return next("subscribed").getJsonObject("subscriptions").getJsonObject(channel);
    }

    /** The next frame, whatever it is. */
    JsonObject next() {
        try {
            String frame = inbox.frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(frame).as("a frame within %s", PATIENCE).isNotNull();
            return new JsonObject(frame);
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

    /** The code of the close frame, or 1006 if the socket ended without one. */
    int awaitClose() {
        await().atMost(PATIENCE).until(() -> inbox.closeCode != NOT_CLOSED);
        return inbox.closeCode;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {

        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        private volatile int closeCode = NOT_CLOSED;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                frames.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode = 1006;
        }
    }
}

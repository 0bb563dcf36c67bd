package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A real client that speaks the JSON protocol and waits for what it expects. */
final class Client implements AutoCloseable {

    private final FrameSocket socket;

    private Client(int port, String path, @Nullable String authorization, List<String> subprotocols) {
        socket = new FrameSocket(port, path, authorization, subprotocols);
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
        return refusal(port, "/ws/realtime", token);
    }

    static int refusedStatus(int port, String path, String token) {
        return refusal(port, path, token).getResponse().statusCode();
    }

    private static WebSocketHandshakeException refusal(int port, String path, String token) {
        try (var client = new Client(port, path, token, List.of())) {
            throw new AssertionError("The handshake was accepted: " + client.subprotocol());
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused;
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.subprotocol();
    }

    Client send(String text) {
        socket.send(text, true);
        return this;
    }

    void sendPart(String text, boolean last) {
        socket.send(text, last);
    }

    void sendBinary(byte... bytes) {
        socket.sendBinary(bytes);
    }

    /** Sends without caring whether the server still listens. */
    void sendBlindly(String text) {
        socket.sendBlindly(text);
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
        return new JsonObject(socket.next());
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
        return socket.awaitClose();
    }

    @Override
    public void close() {
        socket.close();
    }
}

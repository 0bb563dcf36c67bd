package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real client that speaks the Centrifuge protocol in JSON, command by command, and waits for what it expects. */
final class CentrifugeClient implements AutoCloseable {

    private final FrameSocket socket;
    private final Deque<JsonObject> taken = new ArrayDeque<>();
    private int lastId;

    private CentrifugeClient(int port, @Nullable String authorization) {
        socket = new FrameSocket(port, "/connection/websocket", authorization, List.of());
    }

    /** Opens the socket and says nothing. */
    static CentrifugeClient open(int port) {
        return new CentrifugeClient(port, null);
    }

    /** Opens the socket with a token in the Authorization header and says nothing. */
    static CentrifugeClient openWithHeader(int port, String token) {
        return new CentrifugeClient(port, token);
    }

    /** Connects with the token in the connect command. */
    static CentrifugeClient connected(int port, String token) {
        var client = new CentrifugeClient(port, null);
        client.call("connect", new JsonObject().put("token", token));
        return client;
    }

    CentrifugeClient send(String frame) {
        socket.send(frame, true);
        return this;
    }

    void sendBinary(byte... bytes) {
        socket.sendBinary(bytes);
    }

    /** Sends without caring whether the server still listens. */
    void sendBlindly(String frame) {
        socket.sendBlindly(frame);
    }

    /** Several commands in one frame. */
    CentrifugeClient sendTogether(String... commands) {
        return send(Stream.of(commands).collect(Collectors.joining("\n")));
    }

    /** Says a command and returns its result. */
    JsonObject call(String method, JsonObject request) {
        JsonObject reply = answer(method, request);
        assertThat(reply.getJsonObject(method))
                .as("result of %s in %s", method, reply)
                .isNotNull();
        return reply.getJsonObject(method);
    }

    /** Says a command and returns the code of its error. */
    int failure(String method, JsonObject request) {
        JsonObject reply = answer(method, request);
        assertThat(reply.getJsonObject("error"))
                .as("error of %s in %s", method, reply)
                .isNotNull();
        return reply.getJsonObject("error").getInteger("code");
    }

    JsonObject subscribe(String channel) {
        return call("subscribe", new JsonObject().put("channel", channel));
    }

    JsonObject recover(String channel, long offset, String epoch) {
        return call("subscribe", recovery(channel, offset, epoch));
    }

    static JsonObject recovery(String channel, long offset, String epoch) {
        return new JsonObject()
                .put("channel", channel)
                .put("recover", true)
                .put("offset", offset)
                .put("epoch", epoch);
    }

    /** The next reply or push, whatever it is. Pings of the server are passed over. */
    JsonObject next() {
        while (taken.isEmpty()) {
            frame().lines()
                    .map(JsonObject::new)
                    .filter(reply -> !reply.isEmpty())
                    .forEach(taken::add);
        }
        return taken.removeFirst();
    }

    /** The next frame as it came. */
    String frame() {
        assertThat(taken).isEmpty();
        return socket.next();
    }

    /** The next push, which has to be of this channel. */
    JsonObject push(String channel) {
        JsonObject next = next();
        assertThat(next.getJsonObject("push")).as("push in %s", next).isNotNull();
        assertThat(next.getJsonObject("push").getString("channel")).isEqualTo(channel);
        return next.getJsonObject("push");
    }

    List<JsonObject> publications(String channel, int count) {
        var publications = new ArrayList<JsonObject>();
        for (int i = 0; i < count; i++) {
            publications.add(push(channel).getJsonObject("pub"));
        }
        return publications;
    }

    /** Says ping and asserts that nothing else came before the answer. */
    void assertSilent() {
        assertThat(call("ping", new JsonObject())).isEmpty();
    }

    /** The code of the close frame, or 1006 if the socket ended without one. */
    int awaitClose() {
        return socket.awaitClose();
    }

    String closeReason() {
        return socket.closeReason();
    }

    @Override
    public void close() {
        socket.close();
    }

    private JsonObject answer(String method, JsonObject request) {
        int id = ++lastId;
        send(new JsonObject().put("id", id).put(method, request).encode());
        JsonObject reply = next();
        assertThat(reply.getInteger("id")).as("id of %s", reply).isEqualTo(id);
        return reply;
    }
}

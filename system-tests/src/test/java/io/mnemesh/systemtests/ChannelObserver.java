package io.mnemesh.systemtests;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches who comes to a channel and goes. Thread-safe. */
final class ChannelObserver implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final String channel;
    private final WebSocket socket;
    private final AtomicInteger joins = new AtomicInteger();
    private final AtomicInteger leaves = new AtomicInteger();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private volatile CompletableFuture<Integer> asked = new CompletableFuture<>();

    ChannelObserver(WebSocketClient sockets, int port, String token, String channel) {
        this.channel = channel;
        this.socket = sockets.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/ws/realtime")
                        .putHeader("Authorization", "Bearer " + token))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        socket.textMessageHandler(text -> take(new JsonObject(text)));
        socket.writeTextMessage(new JsonObject()
                .put("type", "subscribe")
                .put("id", 1)
                .put("subscriptions", List.of(channel))
                .put("joinLeave", true)
                .encode());
        subscribed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void take(JsonObject frame) {
        switch (frame.getString("type")) {
            case "subscribed" -> subscribed.complete(null);
            case "join" -> joins.incrementAndGet();
            case "leave" -> leaves.incrementAndGet();
            case "members" -> asked.complete(frame.getInteger("clients"));
            default -> {
                // Nothing else matters here.
            }
        }
    }

    /** How many connections are in the channel, with this one. */
    int members() {
        var answer = new CompletableFuture<Integer>();
        asked = answer;
        socket.writeTextMessage(new JsonObject()
                .put("type", "presence")
                .put("id", 2)
                .put("channel", channel)
                .put("limit", 0)
                .encode());
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    int joins() {
        return joins.get();
    }

    int leaves() {
        return leaves.get();
    }

    @Override
    public void close() {
        socket.close();
    }
}

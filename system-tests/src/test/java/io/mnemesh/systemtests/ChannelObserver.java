package io.mnemesh.systemtests;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches who comes to a channel and goes. Thread-safe. */
final class ChannelObserver implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final String channel;
    private final WebSocket socket;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicInteger departures = new AtomicInteger();
    private final AtomicInteger joins = new AtomicInteger();
    private final AtomicInteger leaves = new AtomicInteger();
    private final Map<String, Set<String>> present = new ConcurrentHashMap<>();
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
            case "join" -> joined(frame.getJsonObject("member"));
            case "leave" -> left(frame.getJsonObject("member"));
            case "members" -> asked.complete(frame.getInteger("clients"));
            default -> {
                // Nothing else matters here.
            }
        }
    }

    private void joined(JsonObject member) {
        joins.incrementAndGet();
        Set<String> clients = present.computeIfAbsent(member.getString("user"), _ -> ConcurrentHashMap.newKeySet());
        if (clients.isEmpty()) {
            arrivals.incrementAndGet();
        }
        clients.add(member.getString("client"));
    }

    private void left(JsonObject member) {
        leaves.incrementAndGet();
        Set<String> clients = present.getOrDefault(member.getString("user"), ConcurrentHashMap.newKeySet());
        if (clients.remove(member.getString("client")) && clients.isEmpty()) {
            departures.incrementAndGet();
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

    /** How often a member was told to have come, whoever's it is. */
    int joins() {
        return joins.get();
    }

    /** How often a member was told to have gone. */
    int leaves() {
        return leaves.get();
    }

    /** How often a user came who was not there. */
    int arrivals() {
        return arrivals.get();
    }

    /** How often a user went with the last connection. */
    int departures() {
        return departures.get();
    }

    @Override
    public void close() {
        socket.close();
    }
}

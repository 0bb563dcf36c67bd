package io.mnemesh.systemtests;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows channels in the project's own protocol, comes back whenever its connection ends and recovers what it missed, and
 * counts everything that must not happen. It is one device, however often it comes back. Confined to one event loop, but for the getters.
 */
final class FollowingClient {

    private static final long LONGEST_PAUSE_MS = 400;
    private static final Pattern RETRY_AFTER = Pattern.compile("retry-after-ms=(\\d+)");

    private static final AtomicInteger DEVICES = new AtomicInteger();

    private final String device = "device-" + DEVICES.incrementAndGet();
    private final WebSocketClient sockets;
    private final Context context;
    private final String token;
    private final List<Integer> ports;
    private final List<String> channels;
    private final ChannelTruth truth;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final AtomicInteger reorders = new AtomicInteger();
    private final AtomicInteger silentGaps = new AtomicInteger();
    private final AtomicInteger gaps = new AtomicInteger();
    private final AtomicInteger unrecovered = new AtomicInteger();
    private final AtomicInteger recoveries = new AtomicInteger();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile WebSocket socket;
    private volatile WebSocket connection;
    private volatile boolean subscribed;
    private volatile long subscribedAt;
    private volatile long askedAt;
    private int tries;

    /** Where it is in a channel. */
    private record Place(String epoch, long offset) {}

    /**
     * @param ports of the nodes; the first is tried first
     * @param truth learns what comes; messages are {@code {"n":<number>}}
     */
    FollowingClient(
            Vertx vertx,
            WebSocketClient sockets,
            String token,
            List<Integer> ports,
            List<String> channels,
            ChannelTruth truth) {
        this.sockets = sockets;
        this.context = vertx.getOrCreateContext();
        this.token = token;
        this.ports = ports;
        this.channels = channels;
        this.truth = truth;
    }

    void start() {
        context.runOnContext(_ -> connect());
    }

    private void connect() {
        if (over.get()) {
            return;
        }
        int port = ports.get(tries++ % ports.size());
        askedAt = System.nanoTime();
        // Its handlers are there before it is connected: what comes right behind the handshake would be dropped
        // otherwise.
        ClientWebSocket opening = sockets.webSocket();
        socket = opening;
        opening.textMessageHandler(text -> take(opening, new JsonObject(text)));
        opening.closeHandler(_ -> ended(opening));
        opening.exceptionHandler(_ -> ended(opening));
        opening.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/ws/realtime?device=" + device)
                        .setTimeout(5_000)
                        .putHeader("Authorization", "Bearer " + token))
                .onSuccess(connected -> connection = connected)
                .onFailure(_ -> {
                    socket = null;
                    later();
                });
    }

    private void ended(WebSocket ended) {
        if (ended.equals(socket)) {
            socket = null;
            connection = null;
            subscribed = false;
            ended.close();
            Matcher told = RETRY_AFTER.matcher(String.valueOf(ended.closeReason()));
            if (told.find()) {
                after(Long.parseLong(told.group(1)));
            } else {
                later();
            }
        }
    }

    private void later() {
        after(ThreadLocalRandom.current().nextLong(20, LONGEST_PAUSE_MS));
    }

    private void after(long millis) {
        context.owner().setTimer(Math.max(1, millis), _ -> context.runOnContext(_ -> connect()));
    }

    private void take(WebSocket from, JsonObject frame) {
        if (!from.equals(socket)) {
            return;
        }
        switch (frame.getString("type")) {
            case "connected" -> subscribe(from);
            case "subscribed" -> subscribed(frame.getJsonObject("subscriptions"));
            case "publication" ->
                follow(
                        frame.getString("channel"),
                        frame.getLong("offset"),
                        frame.getJsonObject("data").getInteger("n"));
            case "gap" -> gap(frame);
            case "error" -> {
                // The channel cannot be reached at the moment.
                socket = null;
                from.close();
                later();
            }
            default -> {
                // Nothing else matters here.
            }
        }
    }

    private void subscribe(WebSocket to) {
        var recover = new JsonObject();
        places.forEach((channel, place) -> recover.put(
                channel, new JsonObject().put("offset", place.offset()).put("epoch", place.epoch())));
        var frame = new JsonObject().put("type", "subscribe").put("id", 1).put("subscriptions", channels);
        to.writeTextMessage((recover.isEmpty() ? frame : frame.put("recover", recover)).encode());
    }

    private void subscribed(JsonObject entries) {
        var fresh = new HashMap<String, Place>();
        entries.forEach(entry -> {
            var begin = (JsonObject) entry.getValue();
            if (!places.containsKey(entry.getKey())) {
                fresh.put(entry.getKey(), new Place(begin.getString("epoch"), begin.getLong("offset")));
            } else if (begin.getBoolean("recovered", false)) {
                recoveries.incrementAndGet();
            } else {
                unrecovered.incrementAndGet();
            }
        });
        places.putAll(fresh);
        subscribed = true;
        subscribedAt = System.nanoTime();
    }

    private void follow(String channel, long offset, int number) {
        Place before = places.get(channel);
        delivered.incrementAndGet();
        if (offset <= before.offset()) {
            reorders.incrementAndGet();
        } else if (offset != before.offset() + 1) {
            silentGaps.incrementAndGet();
        }
        places.put(channel, new Place(before.epoch(), offset));
        truth.seen(channel, before.epoch(), offset, number);
    }

    private void gap(JsonObject frame) {
        JsonObject to = frame.getJsonObject("to");
        places.put(frame.getString("channel"), new Place(to.getString("epoch"), to.getLong("offset")));
        gaps.incrementAndGet();
    }

    /** Cuts the connection as a network would; it comes back by itself. */
    void cut() {
        context.runOnContext(_ -> {
            WebSocket current = socket;
            if (current != null && connection != null) {
                var _ = ((WebSocketInternal) connection).channelHandlerContext().close();
                ended(current);
            }
        });
    }

    /** Ends it for good. */
    void stop() {
        over.set(true);
        context.runOnContext(_ -> {
            socket = null;
            if (connection != null) {
                connection.close();
            }
        });
    }

    boolean isSubscribed() {
        return subscribed;
    }

    /** When it was subscribed last, nano time. */
    long subscribedAt() {
        return subscribedAt;
    }

    /** When it asked for its latest connection, nano time. */
    long askedAt() {
        return askedAt;
    }

    /** Whether it has come as far as this in the channel. */
    boolean hasReached(String channel, long offset) {
        Place place = places.get(channel);
        return place != null && place.offset() >= offset;
    }

    List<String> channels() {
        return channels;
    }

    /** Messages at an offset that was passed. */
    int reorders() {
        return reorders.get();
    }

    /** Offsets passed over that no gap told of. */
    int silentGaps() {
        return silentGaps.get();
    }

    int announcedGaps() {
        return gaps.get();
    }

    /** Channels brought to where it was before. */
    int recoveries() {
        return recoveries.get();
    }

    /** Channels that could not be. */
    int unrecovered() {
        return unrecovered.get();
    }

    int delivered() {
        return delivered.get();
    }
}

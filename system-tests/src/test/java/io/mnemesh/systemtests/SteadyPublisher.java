package io.mnemesh.systemtests;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes numbered messages at a steady rate, whatever happens to the servers: each under a key of its own, and again under
 * the same one until it is acknowledged; what a node has too much of, after the time it asks for. Messages of a channel are sent
 * one behind the other. Confined to one event loop, but for the getters.
 */
final class SteadyPublisher {

    private static final long TICK_MS = 10;
    private static final int UNDER_WAY = 32;
    private static final long PAUSE_MS = 100;

    private final WebSocketClient sockets;
    private final Context context;
    private final String token;
    private final List<Integer> ports;
    private final List<String> channels;
    private final ChannelTruth truth;
    private final double perMs;
    private final int first;
    private final int step;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, Integer> underWay = new LinkedHashMap<>();
    private long began;
    private int made;
    private int tries;
    private WebSocket socket;
    private boolean connected;
    private volatile boolean stopped;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean idle;
    private final AtomicInteger refusals = new AtomicInteger();
    private int ends;
    private String lastTrouble = "none";
    private volatile String state = "not started";

    /**
     * @param first number of its first message
     * @param step  from one number to the next; number {@code n} goes to channel {@code n} modulo their count
     */
    SteadyPublisher(
            Vertx vertx,
            WebSocketClient sockets,
            String token,
            List<Integer> ports,
            List<String> channels,
            ChannelTruth truth,
            double perSecond,
            int first,
            int step) {
        this.sockets = sockets;
        this.context = vertx.getOrCreateContext();
        this.token = token;
        this.ports = ports;
        this.channels = channels;
        this.truth = truth;
        this.perMs = perSecond / 1000;
        this.first = first;
        this.step = step;
    }

    void start() {
        context.runOnContext(_ -> {
            began = System.nanoTime();
            connect();
            context.owner().setPeriodic(TICK_MS, timer -> context.runOnContext(_ -> tick(timer)));
        });
    }

    private void tick(long timer) {
        if (!stopped) {
            double due = (System.nanoTime() - began) / 1e6 * perMs;
            while (made < due) {
                waiting.add(first + step * made++);
            }
        }
        send();
        idle = waiting.isEmpty() && underWay.isEmpty();
        if (stopped) {
            state = "%d acknowledged, %d wait, %s under way, %s; %d times refused, %d connections ended, last: %s"
                    .formatted(
                            acknowledged.get(),
                            waiting.size(),
                            underWay.keySet(),
                            connected ? "connected" : socket == null ? "not connected" : "waits for being let in",
                            refusals.get(),
                            ends,
                            lastTrouble);
        }
        if (stopped && idle) {
            context.owner().cancelTimer(timer);
        }
    }

    private void connect() {
        // Its handlers are there before it is connected: what comes right behind the handshake would be dropped
        // otherwise.
        ClientWebSocket opening = sockets.webSocket();
        socket = opening;
        opening.textMessageHandler(text -> take(opening, new JsonObject(text)));
        opening.closeHandler(_ -> ended(opening));
        opening.exceptionHandler(_ -> ended(opening));
        opening.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(ports.get(tries++ % ports.size()))
                        .setURI("/ws/realtime")
                        .setTimeout(5_000)
                        .putHeader("Authorization", "Bearer " + token))
                .onFailure(failure -> {
                    lastTrouble = failure.toString();
                    leave(opening, PAUSE_MS);
                });
    }

    private void ended(WebSocket ended) {
        if (leave(ended, PAUSE_MS)) {
            ends++;
            lastTrouble = "ended with " + ended.closeStatusCode() + " " + ended.closeReason();
            ended.close();
        }
    }

    /**
     * Comes back with another connection; what was under way may or may not have arrived and is sent again first.
     *
     * @return false if it has left this one before
     */
    private boolean leave(WebSocket left, long pauseMillis) {
        if (!left.equals(socket)) {
            return false;
        }
        socket = null;
        connected = false;
        underWay.keySet().stream().sorted(Comparator.reverseOrder()).forEach(waiting::addFirst);
        underWay.clear();
        if (!(stopped && waiting.isEmpty())) {
            context.owner().setTimer(pauseMillis, _ -> context.runOnContext(_ -> connect()));
        }
        return true;
    }

    private void take(WebSocket from, JsonObject frame) {
        if (!from.equals(socket)) {
            return;
        }
        switch (frame.getString("type")) {
            case "connected" -> connected = true;
            case "published" -> {
                int number = frame.getInteger("id");
                if (underWay.remove(number) != null) {
                    acknowledged.incrementAndGet();
                    truth.acknowledged(
                            frame.getString("channel"), frame.getString("epoch"), frame.getLong("offset"), number);
                }
            }
            case "error" -> {
                // It and all behind it are sent again. If that were sooner than the node says, most of what it takes by
                // then would be what it took before and had not acknowledged yet, and little or nothing new.
                refusals.incrementAndGet();
                lastTrouble = frame.encode();
                JsonObject problem = frame.getJsonObject("problem");
                leave(from, Math.max(PAUSE_MS, TimeUnit.SECONDS.toMillis(problem.getLong("retryAfter", 0L))));
                from.close();
            }
            default -> {
                // Nothing else matters here.
            }
        }
    }

    private void send() {
        while (connected && underWay.size() < UNDER_WAY && !waiting.isEmpty()) {
            int number = waiting.remove();
            underWay.put(number, number);
            socket.writeTextMessage(new JsonObject()
                    .put("type", "publish")
                    .put("id", number)
                    .put("channel", channels.get(number % channels.size()))
                    .put("data", new JsonObject().put("n", number))
                    .put("key", "m-" + number)
                    .encode());
        }
    }

    /** Makes no further messages; those there are go on until they are acknowledged. */
    void stop() {
        stopped = true;
    }

    /** Whether everything is acknowledged that was made. */
    boolean isIdle() {
        return idle;
    }

    /** After it was stopped: what it waits for, and what came between. */
    String state() {
        return state;
    }

    /** How often a node refused a message. */
    int refusals() {
        return refusals.get();
    }

    int acknowledged() {
        return acknowledged.get();
    }
}

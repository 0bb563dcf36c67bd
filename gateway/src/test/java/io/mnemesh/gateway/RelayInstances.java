package io.mnemesh.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Test resource: services with several instances. Of memory one is slow; of embeddings one refuses connections; of intelligence
 * one resets; of cache both do; realtime has one only. Each answer names its instance.
 */
public final class RelayInstances extends LoopbackServices {

    static final String INSTANCE = "X-Instance";
    static final int LIMIT = 4;

    /** So slow that no pause of a busy machine makes the fast one look like it. */
    private static final Duration SLOW = Duration.ofMillis(800);

    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();

    @Override
    public Map<String, String> start() {
        var config = new HashMap<>(super.start());
        config.put("mnemesh.gateway.upstreams.memory", addresses(listen(RelayInstances::answerSlowly), good()));
        config.put("mnemesh.gateway.upstreams.embeddings", addresses(closedPort(), good()));
        config.put("mnemesh.gateway.upstreams.intelligence", addresses(resetting(), good()));
        config.put("mnemesh.gateway.upstreams.cache", addresses(resetting(), resetting()));
        config.put("mnemesh.gateway.upstreams.realtime", addresses(good()));
        config.put("mnemesh.gateway.edge.idle-timeout", "30s");
        config.put("mnemesh.gateway.relay.least-limit", Integer.toString(LIMIT));
        config.put("mnemesh.gateway.relay.first-limit", Integer.toString(LIMIT));
        config.put("mnemesh.gateway.relay.most-limit", Integer.toString(LIMIT));
        config.put("mnemesh.gateway.relay.exploration", "0");
        config.put("mnemesh.gateway.relay.shortest-ejection", "5m");
        config.put("mnemesh.gateway.relay.longest-ejection", "10m");
        config.put("mnemesh.gateway.relay.route-reason", "true");
        config.put("mnemesh.orders.key", "a2V5IG9mIG9yZGVycyB0byB0aGUgZ2F0ZXdheXMsIDMyIQ==");
        config.put("mnemesh.gateway.relay-orders.every", "100ms");
        return config;
    }

    private static String addresses(int... ports) {
        var addresses = new StringBuilder();
        for (int port : ports) {
            addresses
                    .append(addresses.isEmpty() ? "" : ",")
                    .append("http://127.0.0.1:")
                    .append(port);
        }
        return addresses.toString();
    }

    private static void answerSlowly(HttpServerRequest request) {
        Vertx.currentContext().owner().setTimer(SLOW.toMillis(), id -> answer(request, "slow"));
    }

    private int resetting() {
        return listen(request -> request.connection().close());
    }

    private int good() {
        return listen(new Good());
    }

    private final class Good implements Handler<HttpServerRequest> {

        @Override
        public void handle(HttpServerRequest request) {
            switch (request.path().substring(request.path().lastIndexOf('/') + 1)) {
                case "held" -> held.add(request);
                case "released" -> {
                    held.removeIf(waiting -> {
                        answer(waiting, "good");
                        return true;
                    });
                    answer(request, "good");
                }
                case "failing" -> request.response().setStatusCode(500).end();
                case "late" -> request.response().setStatusCode(504).end();
                case "missing" -> request.response().setStatusCode(404).end();
                case "closed" -> request.connection().close();
                case "half" ->
                    request.response()
                            .putHeader("Content-Length", "100")
                            .write("half")
                            .onComplete(written -> request.connection().close());
                default -> answer(request, "good");
            }
        }
    }

    private static void answer(HttpServerRequest request, String name) {
        request.response().putHeader(INSTANCE, name).end(name);
    }
}

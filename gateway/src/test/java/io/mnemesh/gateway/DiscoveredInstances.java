package io.mnemesh.gateway;

import io.mnemesh.gateway.discovery.ApiServer;
import io.mnemesh.gateway.discovery.NameServer;
import io.netty.handler.codec.dns.DnsRecordType;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Test resource: a gateway behind a proxy that ends TLS; memory and embeddings are found by DNS, cache by an API server of Kubernetes. Each instance answers with its
 * name, one of them slowly if a test wants it, and {@code /…/held} when a test says so. Tests say what happens by requests to a server of its own, since the
 * resource is of another class loader.
 */
public final class DiscoveredInstances extends LoopbackServices {

    private static final String CONTROL = "mnemesh.test.control";

    /** So slow that no pause of a busy machine looks like it. */
    private static final Duration SLOW = Duration.ofMillis(400);

    /** Repetitions that may be sent at once after a calm, and per request. */
    static final int RETRY_RESERVE = 3;

    static final double RETRY_SHARE = 0.05;

    private static final String MEMORY = "_http._tcp.memory.test";
    private static final String EMBEDDINGS = "embeddings.test";

    private final Vertx vertx = Vertx.vertx();
    private final NameServer names = new NameServer(0);
    private final ApiServer api = new ApiServer(vertx);
    private final Map<String, Integer> ports = new HashMap<>();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile String slow = "";

    @Override
    public Map<String, String> start() {
        var config = new HashMap<>(super.start());
        for (String name : List.of("one", "two")) {
            ports.put(name, listen(request -> answer(request, name)));
            config.put("mnemesh.test." + name, ports.get(name).toString());
        }
        names.addresses(DnsRecordType.A, "host.test", "127.0.0.1");
        control("memory one two");
        control("embeddings 127.0.0.1");
        control("cache one true");
        control("cache two true");
        config.put("mnemesh.gateway.upstreams.memory", "srv://" + MEMORY);
        config.put("mnemesh.gateway.upstreams.embeddings", "dns://" + EMBEDDINGS + ":" + ports.get("one"));
        config.put("mnemesh.gateway.upstreams.cache", "kubernetes://cache.mesh:http");
        config.put("mnemesh.gateway.edge.idle-timeout", "30s");
        config.put("mnemesh.gateway.relay.hedging", "true");
        config.put("mnemesh.gateway.relay.route-reason", "true");
        config.put("mnemesh.gateway.relay.exploration", "0");
        config.put("mnemesh.gateway.relay.retry-reserve", Integer.toString(RETRY_RESERVE));
        config.put("mnemesh.gateway.relay.retry-share", Double.toString(RETRY_SHARE));
        config.put("mnemesh.gateway.edge.strict-transport", "365d");
        config.put("quarkus.http.proxy.proxy-address-forwarding", "true");
        config.put("mnemesh.gateway.discovery.dns-servers", names.address());
        config.put("mnemesh.gateway.discovery.shortest-refresh", "50ms");
        config.put("mnemesh.gateway.discovery.longest-refresh", "200ms");
        config.put("mnemesh.gateway.discovery.kubernetes-api", api.address());
        config.put("mnemesh.gateway.discovery.service-account", api.account().toString());
        config.put(CONTROL, "http://127.0.0.1:" + listen(this::control));
        return config;
    }

    private void control(HttpServerRequest request) {
        control(request.getParam("do"));
        request.response().end(Integer.toString(cancelled.get()));
    }

    /** Has happen what an order says. @return how many requests to the slow one were cancelled */
    static int order(String what) {
        return Integer.parseInt(RestAssured.given()
                .queryParam("do", what)
                .get(ConfigProvider.getConfig().getValue(CONTROL, String.class))
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private void control(String order) {
        String[] words = order.split(" ", -1);
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        switch (words[0]) {
            case "mood" -> names.mood(NameServer.Mood.valueOf(rest[0]));
            case "memory" ->
                names.services(
                        MEMORY,
                        Stream.of(rest)
                                .map(name -> "1 1 " + ports.get(name) + " host.test")
                                .toArray(String[]::new));
            case "embeddings" -> names.addresses(DnsRecordType.A, EMBEDDINGS, rest);
            case "cache" ->
                api.put(
                        "cache-" + rest[0],
                        "cache",
                        ports.get(rest[0]),
                        ApiServer.endpoint("127.0.0.1", Boolean.parseBoolean(rest[1])));
            case "delete" -> api.delete("cache-" + rest[0]);
            case "slow" -> slow = rest[0];
            case "cancelled" -> {}
            case "release" ->
                held.removeIf(request -> {
                    request.response().end("late");
                    return true;
                });
            default -> throw new IllegalArgumentException(order);
        }
    }

    private void answer(HttpServerRequest request, String name) {
        if (request.path().endsWith("/held")) {
            held.add(request);
        } else if (name.equals(slow)) {
            long timer = vertx.setTimer(SLOW.toMillis(), late -> reply(request, name));
            request.connection().closeHandler(closed -> {
                if (vertx.cancelTimer(timer)) {
                    cancelled.incrementAndGet();
                }
            });
        } else {
            reply(request, name);
        }
    }

    private static void reply(HttpServerRequest request, String name) {
        request.response().putHeader(RelayInstances.INSTANCE, name).end(name);
    }

    @Override
    public void stop() {
        names.close();
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        super.stop();
    }
}

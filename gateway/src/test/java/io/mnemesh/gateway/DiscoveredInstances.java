package io.mnemesh.gateway;

import io.mnemesh.gateway.discovery.ApiServer;
import io.mnemesh.gateway.discovery.NameServer;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Test resource: memory and embeddings are found by DNS, cache by an API server of Kubernetes. Each instance answers with its
 * name; {@code /…/held} is answered when a test says so. Tests say what happens by requests to a server of its own, since the
 * resource is of another class loader.
 */
public final class DiscoveredInstances extends LoopbackServices {

    static final String CONTROL = "mnemesh.test.control";

    private static final String MEMORY = "_http._tcp.memory.test";
    private static final String EMBEDDINGS = "embeddings.test";

    private final Vertx vertx = Vertx.vertx();
    private final NameServer names = new NameServer(0);
    private final ApiServer api = new ApiServer(vertx);
    private final Map<String, Integer> ports = new HashMap<>();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();

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
        config.put("mnemesh.gateway.discovery.dns-servers", names.address());
        config.put("mnemesh.gateway.discovery.shortest-refresh", "50ms");
        config.put("mnemesh.gateway.discovery.longest-refresh", "200ms");
        config.put("mnemesh.gateway.discovery.kubernetes-api", api.address());
        config.put(
                "mnemesh.gateway.discovery.service-account", api.account().toString());
        config.put(CONTROL, "http://127.0.0.1:" + listen(this::control));
        return config;
    }

    private void control(HttpServerRequest request) {
        control(request.getParam("do"));
        request.response().end();
    }

    private void control(String order) {
        String[] words = order.split(" ", -1);
        String[] rest = Stream.of(words).skip(1).toArray(String[]::new);
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
        } else {
            request.response().putHeader(RelayInstances.INSTANCE, name).end(name);
        }
    }

    @Override
    public void stop() {
        names.close();
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        super.stop();
    }
}

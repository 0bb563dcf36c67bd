package io.mnemesh.intelligence.orchestrator.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that gives the answers it was given, by method and path, and remembers what changed something. */
final class FakeApi implements AutoCloseable {

    private record Answer(int status, String body) {}

    private static final Answer MISSING =
            new Answer(404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}");

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final KubernetesClient client;

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    /** @param call for example {@code GET /api/v1/namespaces/mesh/pods} */
    void answers(String call, int status, String body) {
        answers.put(call, new Answer(status, body));
    }

    /** Method, path with query, and body of every call that is no reading. */
    List<String> changes() {
        return changes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!method.equals("GET")) {
            changes.add(method + " " + exchange.getRequestURI() + " " + sent);
        }
        Answer answer =
                answers.getOrDefault(method + " " + exchange.getRequestURI().getPath(), MISSING);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** From now on nothing answers. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}

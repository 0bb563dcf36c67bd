package io.mnemesh.checks.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of the Kubernetes API as Helm's {@code lookup} asks for: which resources there are, and the objects that were put
 * into it. It is where KUBECONFIG of the tests points to.
 */
final class FakeCluster implements AutoCloseable {

    private static final String RESOURCES = """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
        {"name":"configmaps","singularName":"","namespaced":true,"kind":"ConfigMap","verbs":["get","list"]},
        {"name":"secrets","singularName":"","namespaced":true,"kind":"Secret","verbs":["get","list"]}]}\
        """;
    private static final String APPS = """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[
        {"name":"deployments","singularName":"","namespaced":true,"kind":"Deployment","verbs":["get"]},
        {"name":"statefulsets","singularName":"","namespaced":true,"kind":"StatefulSet","verbs":["get"]}]}\
        """;
    private static final String MISSING =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";
    private static final String NO_CONFIG_MAPS =
            "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}";
    private static final String NAMESPACE = "/api/v1/namespaces/" + Chart.NAMESPACE;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    private FakeCluster(HttpServer server) {
        this.server = server;
    }

    static FakeCluster start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var cluster = new FakeCluster(server);
        cluster.answers.put("/api/v1", RESOURCES);
        cluster.answers.put("/apis/apps/v1", APPS);
        cluster.answers.put(NAMESPACE + "/configmaps", NO_CONFIG_MAPS);
        server.createContext("/", cluster::answer);
        server.start();
        String config = """
            apiVersion: v1
            kind: Config
            current-context: fake
            clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
            contexts: [{name: fake, context: {cluster: fake, user: fake}}]
            users: [{name: fake, user: {}}]
            """.formatted(server.getAddress().getPort());
        Files.writeString(Path.of(System.getenv("KUBECONFIG")), config);
        return cluster;
    }

    void hasConfigMaps(String list) {
        answers.put(NAMESPACE + "/configmaps", list);
    }

    void hasSecret(String name, String secret) {
        answers.put(NAMESPACE + "/secrets/" + name, secret);
    }

    void hasDeployment(String name, int replicas) {
        answers.put(
                "/apis/apps/v1/namespaces/" + Chart.NAMESPACE + "/deployments/" + name,
                "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"%s\"},\"spec\":{\"replicas\":%d}}"
                        .formatted(name, replicas));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(exchange.getRequestURI().getPath());
        byte[] body = (answer == null ? MISSING : answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

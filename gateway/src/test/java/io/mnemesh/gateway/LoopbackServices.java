package io.mnemesh.gateway;

import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Test resource: services on loopback as real HTTP servers. One server stands for memory, embeddings and realtime;
 * intelligence is down; cache is a server that breaks off.
 */
public class LoopbackServices implements QuarkusTestResourceLifecycleManager {

    /** WebSockets an address may have without a token: counted over all tests. */
    static final int TOKENLESS = 3;

    static final int EMULATION_RATE = 10;

    /** How long a client may take to bring a header, and then a body. */
    static final Duration SLOWEST = Duration.ofSeconds(3);

    private static final int REMEMBERED = 200;

    private static final List<String> SOCKETS = List.of("/ws/realtime", "/connection/websocket");

    private final Vertx vertx = Vertx.vertx();

    private final AtomicInteger measured = new AtomicInteger();

    /** What came to the services last, with method and path, for {@code GET /api/memories/seen}. */
    private final Deque<String> seen = new ConcurrentLinkedDeque<>();

    @Override
    public Map<String, String> start() {
        int port = listen(this::answer);
        int breaking = listen(request -> request.connection().close());
        var config = new HashMap<>(mesh());
        String up = "http://127.0.0.1:" + port;
        config.put("mnemesh.gateway.upstreams.memory", up);
        config.put("mnemesh.gateway.upstreams.embeddings", up);
        config.put("mnemesh.gateway.upstreams.realtime", up);
        config.put("mnemesh.gateway.upstreams.intelligence", "http://127.0.0.1:" + closedPort());
        config.put("mnemesh.gateway.upstreams.cache", "http://127.0.0.1:" + breaking);
        config.put("mnemesh.gateway.management.memory", up);
        config.put("mnemesh.gateway.management.embeddings", up);
        config.put("mnemesh.gateway.management.realtime", up);
        config.put("mnemesh.gateway.management.intelligence", "http://127.0.0.1:" + closedPort());
        config.put("mnemesh.gateway.management.cache", "http://127.0.0.1:" + breaking);
        config.put("mnemesh.gateway.channel-filters.red.accounts", "watcher");
        config.put(
                "mnemesh.gateway.channel-filters.red.filter",
                "{\"op\":\"or\",\"nodes\":[{\"key\":\"data.team\",\"cmp\":\"in\",\"vals\":[\"red\",\"blue\"]}]}");
        config.put("mnemesh.gateway.edge.idle-timeout", "500ms");
        config.put("mnemesh.gateway.guard.head-time", SLOWEST.toMillis() + "ms");
        config.put("mnemesh.gateway.guard.body-time", SLOWEST.toMillis() + "ms");
        config.put("mnemesh.gateway.edge.max-body", "1M");
        config.put("mnemesh.gateway.edge.tokenless-sockets", Integer.toString(TOKENLESS));
        config.put("mnemesh.gateway.edge.tokenless-time", "5m");
        config.put("mnemesh.gateway.edge.emulation-rate", Integer.toString(EMULATION_RATE));
        return config;
    }

    private Map<String, String> mesh() {
        try {
            // 32 zero bytes: this key protects nothing but test databases.
            String masterKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            String data = dataDir();
            return Map.of(
                    "MNEMESH_GATEWAY_MASTER_KEY",
                    masterKey,
                    "mnemesh.gateway.access.data-dir",
                    data,
                    "mnemesh.gateway.access.attempts",
                    "1000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for all starts of a JVM: the database is kept too, and the admin key is shown only once. */
    private static String dataDir() throws IOException {
        String known = System.getProperty("mnemesh.test.gateway.data");
        if (known == null) {
            known = Files.createTempDirectory("gateway-test").toString();
            System.setProperty("mnemesh.test.gateway.data", known);
        }
        return known;
    }

    final int listen(io.vertx.core.Handler<HttpServerRequest> handler) {
        // An application without WebSockets of its own turns them off for all servers that its process starts after it.
        System.clearProperty("vertx.disableWebsockets");
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setWebSocketSubProtocols(List.of("mnemesh.v1")))
                .requestHandler(handler)
                .webSocketHandshakeHandler(LoopbackServices::handshake)
                .webSocketHandler(LoopbackServices::echo);
        return server.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    static int closedPort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpServerRequest request) {
        seen.addLast(request.method() + " " + request.uri());
        if (seen.size() > REMEMBERED) {
            seen.pollFirst();
        }
        switch (request.path()) {
            case "/api/memories/seen" -> request.response().end(new JsonArray(List.copyOf(seen)).encode());
            case "/api/memories/packed" ->
                request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(packed("packed")));
            case "/api/memories/text" -> text(request);
            case "/api/memories/reset" -> {
                request.response().setChunked(true).write("begun");
                vertx.setTimer(20, id -> request.connection().close());
            }
            case "/api/memories/silent" ->
                request.response().putHeader("Content-Length", "100").write("begun");
            case "/api/memories/unread" -> request.pause();
            case "/q/openapi" -> request.response().end(openApi().encode());
            case "/q/health/ready" -> request.response().end("{\"status\":\"UP\"}");
            case "/q/metrics" -> request.response().end(metrics(measured.incrementAndGet()));
            case "/api/memories/slow" ->
                vertx.setTimer(5_000, id -> request.response().end());
            case "/api/memories/stream" -> stream(request);
            case "/connection/sse", "/connection/events" ->
                request.response().setChunked(true).write("data: first\n\n");
            case "/api/memories/teapot" ->
                request.response()
                        .setStatusCode(418)
                        .putHeader("Connection", "close, X-Hop")
                        .putHeader("X-Hop", "1")
                        .end("short and stout");
            case "/api/memories/half" -> {
                request.response().putHeader("Content-Length", "100").write("half");
                vertx.setTimer(20, id -> request.connection().close());
            }
            default -> request.body().onSuccess(body -> echo(request, body));
        }
    }

    /** A text of {@code length} letters, with the header that the query names; in two chunks if it has no length. */
    private static void text(HttpServerRequest request) {
        Buffer text = Buffer.buffer("m".repeat(Integer.parseInt(request.getParam("length"))));
        request.response()
                .setStatusCode(Integer.parseInt(request.getParam("status", "200")))
                .putHeader("Content-Type", request.getParam("type", "application/json"));
        if (request.getParam("header") != null) {
            request.response().putHeader(request.getParam("header"), request.getParam("value"));
        }
        if (request.getParam("chunked") == null) {
            request.response().end(text);
        } else {
            request.response().setChunked(true);
            request.response()
                    .write(text.slice(0, text.length() / 2))
                    .onSuccess(written -> request.response().end(text.slice(text.length() / 2, text.length())));
        }
    }

    static byte[] packed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void echo(HttpServerRequest request, Buffer body) {
        var headers = new JsonObject();
        request.headers()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Echo", "yes")
                .end(new JsonObject()
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("headers", headers)
                        .put("bytes", body.length())
                        .encode());
    }

    /** Metrics of a service that answers ten requests between readings, one of them with an error. */
    private static String metrics(int reading) {
        return """
                # TYPE process_uptime_seconds gauge
                process_uptime_seconds 12.5
                process_cpu_usage 0.25
                system_cpu_count 2.0
                jvm_memory_used_bytes{area="heap",id="Eden"} 1000.0
                jvm_memory_used_bytes{area="heap",id="Old"} 2.0E3
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5.0
                http_server_requests_seconds_count{method="GET",outcome="SUCCESS",status="200",uri="/a"} %d
                http_server_requests_seconds_count{method="GET",outcome="SERVER_ERROR",status="500",uri="/a"} %d
                http_server_requests_seconds_sum{method="GET",outcome="SUCCESS",status="200",uri="/a"} %f
                """.formatted(9 * reading, reading, reading * 0.02);
    }

    private static void stream(HttpServerRequest request) {
        request.response().setChunked(true);
        Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
        writeMore(request, chunk, 160);
    }

    private static void writeMore(HttpServerRequest request, Buffer chunk, int left) {
        if (left == 0) {
            request.response().end();
            return;
        }
        request.response().write(chunk).onSuccess(written -> writeMore(request, chunk, left - 1));
    }

    private static void handshake(ServerWebSocketHandshake handshake) {
        if (SOCKETS.contains(handshake.path())) {
            handshake.accept();
        } else {
            handshake.reject(404);
        }
    }

    private static void echo(ServerWebSocket socket) {
        if ("gone".equals(socket.query())) {
            // As a process that ends: without a close frame.
            var _ = ((WebSocketInternal) socket).channelHandlerContext().close();
            return;
        }
        socket.writeTextMessage("welcome " + socket.headers().get("Authorization"));
        socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
    }

    private static JsonObject openApi() {
        return new JsonObject("""
                {"openapi":"3.1.0","info":{"title":"x","version":"1"},
                 "tags":[{"name":"memories","description":"What is known"},{"name":"internals"}],
                 "paths":{"/api/memories":{"post":{"operationId":"store","tags":["memories"],
                    "security":[{"SecurityScheme":[]}],
                    "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Memory"}}}},
                    "responses":{"201":{"description":"stored"}}}},
                  "/v1/models":{"get":{"responses":{"200":{"description":"models"}}}},
                  "/internal":{"get":{"responses":{"200":{"description":"secret"}}}}},
                 "components":{"schemas":{"Memory":{"type":"object"}},
                   "securitySchemes":{"SecurityScheme":{"type":"http","scheme":"basic"}}}}
                """);
    }

    /** A PostgreSQL connection as the owner of the tables. */
    static java.sql.Connection owner() throws java.sql.SQLException {
        return TestServers.postgres().connect("mnemesh_owner");
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

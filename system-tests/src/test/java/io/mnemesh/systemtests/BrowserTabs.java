package io.mnemesh.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Serves {@code tab.html} with the npm client of the Centrifuge protocol, tells the tabs what to do and hears what they see. */
final class BrowserTabs implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;
    private static final long LONGEST_POLL_SECONDS = 5;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] client;
    private final Map<String, BlockingQueue<String>> wanted = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<JsonNode>> told = new ConcurrentHashMap<>();

    /** @param npm folder in which the client is installed */
    BrowserTabs(Path npm) throws IOException {
        client = Files.readAllBytes(npm.resolve("node_modules/centrifuge/dist/centrifuge.js"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The page of a tab of this name. */
    URI page(String tab, int port, String token) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tab.html?name=" + tab + "&port="
                + port + "&token=" + token);
    }

    /** Tells a tab to do something. */
    void act(String tab, String action, Map<String, ?> more) throws IOException {
        var whole = new HashMap<String, Object>(more);
        whole.put("action", action);
        wanted(tab).add(JSON.writeValueAsString(whole));
    }

    /** The next thing of this kind that the tab sees; what it sees before that is passed over. */
    JsonNode await(String tab, String event) throws InterruptedException {
        while (true) {
            JsonNode next = told(tab).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Tab " + tab + " did not see '" + event + "' in time.");
            }
            if (next.path("event").asText().equals(event)) {
                return next;
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/tab.html" -> answer(exchange, "text/html", page());
            case "/centrifuge.js" -> answer(exchange, "text/javascript", client);
            case "/told" -> {
                JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
                told(event.path("tab").asText()).add(event);
                answer(exchange, "text/plain", new byte[0]);
            }
            case "/next" ->
                answer(
                        exchange,
                        "application/json",
                        next(exchange.getRequestURI().getQuery()));
            default -> {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            }
        }
    }

    private byte[] next(String tab) {
        try {
            String action = wanted(tab).poll(LONGEST_POLL_SECONDS, TimeUnit.SECONDS);
            return (action == null ? "{}" : action).getBytes(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
    }

    private static byte[] page() throws IOException {
        try (var in = BrowserTabs.class.getResourceAsStream("tab.html")) {
            return in.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private BlockingQueue<String> wanted(String tab) {
        return wanted.computeIfAbsent(tab, _ -> new LinkedBlockingQueue<>());
    }

    private BlockingQueue<JsonNode> told(String tab) {
        return told.computeIfAbsent(tab, _ -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

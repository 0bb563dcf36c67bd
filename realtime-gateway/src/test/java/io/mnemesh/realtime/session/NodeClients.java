package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Clients of the Centrifuge protocol in a process of Node.js, driven by {@code centrifuge-client.mjs}. */
final class NodeClients {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process node;
    private final BufferedWriter in;
    private final Map<String, BlockingQueue<JsonObject>> told = new ConcurrentHashMap<>();

    /**
     * @param folder where the npm package is installed
     * @param port   of the service
     */
    NodeClients(Path folder, int port) throws IOException {
        var builder = new ProcessBuilder("node", "src/test/resources/centrifuge-client.mjs")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CENTRIFUGE_CLIENT", folder.toString());
        builder.environment().put("CENTRIFUGE_HOST", "127.0.0.1:" + port);
        node = builder.start();
        in = node.outputWriter();
        Thread.ofVirtual().start(this::listen);
    }

    /** Says what a client does. */
    void act(String client, String action, JsonObject more) {
        try {
            in.write(more.copy().put("client", client).put("action", action).encode());
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the client tells next. */
    JsonObject next(String client) {
        try {
            JsonObject event = queue(client).poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("an event of %s within %s", client, PATIENCE).isNotNull();
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the client tells next, which has to be this. */
    JsonObject next(String client, String event) {
        JsonObject next = next(client);
        assertThat(next.getString("event")).as("event in %s", next).isEqualTo(event);
        return next;
    }

    List<JsonObject> next(String client, String event, int count) {
        var events = new ArrayList<JsonObject>();
        for (int i = 0; i < count; i++) {
            events.add(next(client, event));
        }
        return events;
    }

    /** The next event of this name; what comes before it is dropped. */
    JsonObject await(String client, String event) {
        while (true) {
            JsonObject next = next(client);
            if (next.getString("event").equals(event)) {
                return next;
            }
        }
    }

    void stop() throws IOException, InterruptedException {
        in.close();
        if (!node.waitFor(10, TimeUnit.SECONDS)) {
            node.destroyForcibly();
        }
    }

    private void listen() {
        try (BufferedReader out = node.inputReader()) {
            String line;
            while ((line = out.readLine()) != null) {
                var event = new JsonObject(line);
                queue(event.getString("client")).add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockingQueue<JsonObject> queue(String client) {
        return told.computeIfAbsent(client, _ -> new LinkedBlockingQueue<>());
    }
}

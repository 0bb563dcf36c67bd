package io.mnemesh.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Test resource: a memory service that does what the member {@code mode} of a body says and tells what it saw, and a gateway
 * that delivers one message at a time.
 */
public final class MessageServices extends LoopbackServices {

    static final int ATTEMPTS = 3;
    static final int BACKLOG = 6;
    static final int MAX_PAYLOAD = 1024;

    private final List<JsonObject> seen = new CopyOnWriteArrayList<>();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private volatile boolean down;

    @Override
    public Map<String, String> start() {
        var config = new HashMap<>(super.start());
        config.put("mnemesh.gateway.upstreams.memory", "http://127.0.0.1:" + listen(this::handle));
        config.put("mnemesh.gateway.messages.at-once", "1");
        config.put("mnemesh.gateway.messages.attempts", Integer.toString(ATTEMPTS));
        config.put("mnemesh.gateway.messages.backlog", Integer.toString(BACKLOG));
        config.put("mnemesh.gateway.messages.max-payload", Integer.toString(MAX_PAYLOAD));
        config.put("mnemesh.gateway.messages.first-pause", "20ms");
        config.put("mnemesh.gateway.messages.longest-pause", "40ms");
        config.put("mnemesh.gateway.messages.poll", "50ms");
        config.put("mnemesh.gateway.messages.timeout", "60s");
        return config;
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/control/seen" -> {
                String mark = request.getParam("mark");
                var told = new JsonArray(new ArrayList<>(seen.stream()
                        .filter(one -> mark.equals(one.getString("mark")))
                        .toList()));
                request.response().putHeader("Content-Type", "application/json").end(told.encode());
            }
            case "/control/release" -> {
                held.removeIf(waiting -> {
                    waiting.response().setStatusCode(201).end();
                    return true;
                });
                request.response().end();
            }
            case "/control/down" -> {
                down = Boolean.parseBoolean(request.getParam("down"));
                request.response().end();
            }
            default -> request.body().onSuccess(body -> serve(request, body));
        }
    }

    private void serve(HttpServerRequest request, Buffer body) {
        JsonObject sent = body.length() == 0 ? new JsonObject() : new JsonObject(body);
        String key = request.getHeader("Idempotency-Key");
        boolean again = seen.stream().anyMatch(one -> key.equals(one.getString("key")));
        String token = request.getHeader("Authorization").split("\\.", -1)[1];
        seen.add(new JsonObject()
                .put("mark", sent.getString("mark"))
                .put("name", sent.getString("name"))
                .put("key", key)
                .put("at", System.currentTimeMillis())
                .put("body", sent)
                .put(
                        "token",
                        new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(token)))));
        switch (sent.getString("mode", "good")) {
            case "held" -> held.add(request);
            case "down" -> request.response().setStatusCode(down ? 503 : 201).end();
            case "later" ->
                request.response()
                        .setStatusCode(again ? 201 : 429)
                        .putHeader("Retry-After", "1")
                        .end();
            case "wrong" ->
                request.response()
                        .setStatusCode(422)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"detail\":\"No content.\"}");
            default -> request.response().setStatusCode(201).end();
        }
    }
}

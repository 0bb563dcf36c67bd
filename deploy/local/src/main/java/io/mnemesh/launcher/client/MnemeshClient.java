package io.mnemesh.launcher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A client of the public API, as an application would write one: JSON over HTTP with a bearer token that is renewed
 * before it ends. Threads may share it.
 */
public final class MnemeshClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI gateway;
    private final String apiKey;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private Token token = new Token("", Instant.EPOCH);

    public MnemeshClient(URI gateway, String apiKey) {
        this.gateway = gateway;
        this.apiKey = apiKey;
    }

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body   its JSON, or a missing node if it has none
     */
    public record Answer(int status, JsonNode body) {

        /** @throws ApiException if the status is not 2xx */
        public JsonNode ok() {
            if (status / 100 != 2) {
                throw new ApiException(status, body);
            }
            return body;
        }
    }

    /** A refusal: the problem document that came instead of an answer. */
    public static final class ApiException extends RuntimeException {
        private final int status;

        ApiException(int status, JsonNode problem) {
            super(status + " " + problem.path("title").asText() + ": "
                    + problem.path("detail").asText());
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Stores a memory; the body is that of {@code POST /api/memories}. */
    public JsonNode store(Object memory) {
        return post("/api/memories", memory).ok();
    }

    /** Stores a memory at most once per key, however often it is tried. */
    public JsonNode store(Object memory, String idempotencyKey) {
        return send(jsonRequest("/api/memories", HttpRequest.Builder::POST, memory)
                        .header("Idempotency-Key", idempotencyKey))
                .ok();
    }

    /** Searches memories; the body is that of {@code POST /api/memories/search}. */
    public JsonNode search(Object query) {
        return post("/api/memories/search", query).ok();
    }

    /** Opens a live subscription to events by their short names. */
    public EventFeed subscribe(List<String> events) {
        URI address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws/realtime");
        return EventFeed.open(http, address, bearer(), events);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, Object body) {
        return send(jsonRequest(path, HttpRequest.Builder::POST, body));
    }

    public Answer put(String path, Object body) {
        return send(jsonRequest(path, HttpRequest.Builder::PUT, body));
    }

    /**
     * Any call, with what an application rarely sends.
     *
     * @param body    null for none
     * @param headers beside the token; one named {@code Authorization} replaces it
     */
    public Answer call(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json(body));
        var request = request(path).method(method, publisher);
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        return send(request);
    }

    private HttpRequest.Builder jsonRequest(String path, Method method, Object body) {
        var request = request(path).header("Content-Type", "application/json");
        return method.apply(request, HttpRequest.BodyPublishers.ofString(json(body)));
    }

    private interface Method extends BiFunction<HttpRequest.Builder, HttpRequest.BodyPublisher, HttpRequest.Builder> {}

    /** A valid access token. */
    public synchronized String bearer() {
        if (Instant.now().plus(RENEW_BEFORE).isAfter(token.expiresAt())) {
            token = exchange();
        }
        return token.value();
    }

    private Token exchange() {
        var request = HttpRequest.newBuilder(gateway.resolve("/api/auth/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("apiKey", apiKey))));
        JsonNode answer = send(request).ok();
        return new Token(
                answer.path("accessToken").asText(),
                Instant.now().plusSeconds(answer.path("expiresIn").asLong()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + bearer());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            return new Answer(response.statusCode(), body.isEmpty() ? JSON.missingNode() : JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The answer is not JSON.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private record Token(String value, Instant expiresAt) {}
}

package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Weaviate's REST and GraphQL interfaces. Calls block, within the configured time; they belong on threads that may wait.
 *
 * <p>Weaviate closes connections that were idle for its read time-out (30 s unless changed), and a request may be written
 * into one in the same moment. Such a request is sent once more on another connection: every request of this index says
 * which state there shall be, or asks for it, so that it may arrive twice.
 *
 * <p>Thread-safe.
 */
final class WeaviateClient implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int REFUSED = 400;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_FAILED = 500;
    private static final int TOO_MANY = 429;

    private final WeaviateSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();
    private volatile boolean reachable;

    WeaviateClient(WeaviateSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .executor(threads)
                .build();
    }

    /** False while the last request found nobody who answers. */
    boolean reachable() {
        return reachable;
    }

    /** Asks whether it takes requests. */
    void ping() {
        exchange("GET", "/v1/.well-known/ready", null);
    }

    /** What is there, if anything is. */
    Optional<JsonNode> get(String path) {
        HttpResponse<byte[]> answer = exchange("GET", path, null);
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(content(path, answer));
    }

    JsonNode send(String method, String path, @Nullable JsonNode body) {
        return content(method + " " + path, exchange(method, path, body));
    }

    /** The data of a GraphQL query; nothing for a tenant that has stored nothing yet. */
    JsonNode query(String query) {
        JsonNode answer = send("POST", "/v1/graphql", json.createObjectNode().put("query", query));
        JsonNode errors = answer.path("errors");
        if (errors.isEmpty()) {
            return answer.path("data");
        }
        for (JsonNode error : errors) {
            var refusal = new WeaviateException("A query", error.path("message").asText());
            if (!refusal.unknownTenant()) {
                throw refusal;
            }
        }
        return MissingNode.getInstance();
    }

    /** Runs beside the caller. */
    <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    JsonMapper json() {
        return json;
    }

    private JsonNode content(String what, HttpResponse<byte[]> answer) {
        if (answer.statusCode() >= REFUSED) {
            throw new WeaviateException(what, text(answer));
        }
        try {
            return answer.body().length == 0 ? MissingNode.getInstance() : json.readTree(answer.body());
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> exchange(String method, String path, @Nullable JsonNode body) {
        HttpRequest request = request(method, path, body);
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        HttpResponse<byte[]> answer;
        try {
            try {
                answer = once(request, deadline);
            } catch (ConnectException | HttpTimeoutException e) {
                throw e;
            } catch (IOException closed) {
                answer = once(request, deadline);
            }
        } catch (IOException e) {
            reachable = false;
            throw unavailable(e);
        }
        if (answer.statusCode() >= SERVER_FAILED || answer.statusCode() == TOO_MANY) {
            reachable = answer.statusCode() == SERVER_FAILED;
            throw unavailable(new WeaviateException(method + " " + path, text(answer)));
        }
        reachable = true;
        return answer;
    }

    private HttpRequest request(String method, String path, @Nullable JsonNode body) {
        try {
            BodyPublisher content =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
            var request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                    .method(method, content)
                    .header("Content-Type", "application/json");
            String key = settings.apiKey();
            return key == null
                    ? request.build()
                    : request.header("Authorization", "Bearer " + key).build();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The request has no JSON form.", e);
        }
    }

    private HttpResponse<byte[]> once(HttpRequest request, long deadline) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            var late = new HttpTimeoutException("There was no answer within " + settings.timeout() + ".");
            late.addSuppressed(e);
            throw late;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new HttpTimeoutException("The caller gave up.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    private static ProblemException unavailable(Exception cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The search index does not answer at present.", Map.of(), RETRY, cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}

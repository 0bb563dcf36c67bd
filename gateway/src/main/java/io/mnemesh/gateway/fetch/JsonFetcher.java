package io.mnemesh.gateway.fetch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;

/** Reads what services say about themselves: their API description, health and metrics. */
@ApplicationScoped
public class JsonFetcher {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int FOUND = 200;

    private final HttpClient client;

    @Inject
    JsonFetcher(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setName("fetch"));
    }

    /** The document at {@code address}, whatever its status. Fails if there is none within {@code timeout}. */
    public Uni<Fetched> get(URI address, Duration timeout) {
        return Uni.createFrom()
                .completionStage(() -> request(address, timeout).toCompletionStage())
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    /** The text at {@code address}, which has to be there. Fails if it is not within {@code timeout}. */
    public Uni<String> text(URI address, Duration timeout) {
        return Uni.createFrom()
                .completionStage(() -> client.request(options(address, timeout, "text/plain"))
                        .compose(request -> request.send())
                        .compose(answer -> answer.statusCode() == FOUND
                                ? answer.body().map(Buffer::toString)
                                : Future.failedFuture("Status " + answer.statusCode()))
                        .toCompletionStage())
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private static RequestOptions options(URI address, Duration timeout, String accept) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .putHeader("Accept", accept)
                .setIdleTimeout(timeout.toMillis());
    }

    private Future<Fetched> request(URI address, Duration timeout) {
        return client.request(options(address, timeout, "application/json"))
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(body -> new Fetched(answer.statusCode(), new JsonObject(body))));
    }

    /**
     * A document.
     *
     * @param status HTTP status it came with
     */
    public record Fetched(int status, JsonObject json) {}

    @PreDestroy
    void close() {
        client.close();
    }
}

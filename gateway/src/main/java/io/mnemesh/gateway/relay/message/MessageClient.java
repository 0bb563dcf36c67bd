package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.EdgeConfig;
import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.mesh.deadline.RequestDeadline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Sends messages to instances of services, over connections that requests of clients do not wait for. */
@ApplicationScoped
class MessageClient {

    private static final int MOST_OF_BODY = 8 * 1024;

    private final HttpClient client;
    private final long timeoutMillis;

    @Inject
    MessageClient(Vertx vertx, MessageConfig config, EdgeConfig edge) {
        this.timeoutMillis = config.timeout().toMillis();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) edge.connectTimeout().toMillis())
                .setMaxPoolSize(config.atOnce())
                .setKeepAlive(true)
                .setPipelining(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setName("messages"));
    }

    /**
     * What a service answered.
     *
     * @param retryAfter header Retry-After; null if there is none
     * @param body       its beginning
     */
    record Answer(
            int status,
            @Nullable String retryAfter,
            @Nullable String contentType,
            Buffer body) {}

    /** Sends a message once; fails if there is no answer in time. */
    Uni<Answer> send(ClaimedMessage message, String token, Lease lease) {
        var options = new RequestOptions()
                .setServer(lease.address())
                .setHost(lease.address().host())
                .setPort(lease.address().port())
                .setMethod(HttpMethod.valueOf(message.target().method()))
                .setURI(message.target().path())
                .setTimeout(timeoutMillis);
        return Uni.createFrom()
                .completionStage(() -> client.request(options)
                        .compose(request -> send(request, message, token, lease))
                        .toCompletionStage());
    }

    private Future<Answer> send(HttpClientRequest request, ClaimedMessage message, String token, Lease lease) {
        String id = message.id().toString();
        request.putHeader(HttpHeaders.HOST, lease.authority())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .putHeader("Idempotency-Key", id)
                .putHeader("X-Request-Id", id)
                .putHeader(RequestDeadline.HEADER, Long.toString(timeoutMillis));
        byte[] payload = message.payload();
        if (payload == null) {
            return request.send().compose(MessageClient::read);
        }
        request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return request.send(Buffer.buffer(payload)).compose(MessageClient::read);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            int room = MOST_OF_BODY - body.length();
            body.appendBuffer(chunk, 0, Math.clamp(room, 0, chunk.length()));
        });
        return response.end()
                .map(ended -> new Answer(
                        response.statusCode(),
                        response.getHeader(HttpHeaders.RETRY_AFTER),
                        response.getHeader(HttpHeaders.CONTENT_TYPE),
                        body));
    }

    @PreDestroy
    void close() {
        client.close();
    }
}

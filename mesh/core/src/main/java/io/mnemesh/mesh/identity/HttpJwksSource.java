package io.mnemesh.mesh.identity;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Reads the key set from the configured text, or else from the gateway over HTTP. */
@DefaultBean
@ApplicationScoped
class HttpJwksSource implements JwksSource {

    private final IdentityConfig config;
    private final HttpClient client;

    HttpJwksSource(IdentityConfig config, Vertx vertx) {
        this.config = config;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) config.timeout().toMillis()));
    }

    @Override
    public Uni<String> load() {
        if (config.jwks().isPresent()) {
            return Uni.createFrom().item(config.jwks().get());
        }
        return Uni.createFrom().completionStage(() -> get().toCompletionStage());
    }

    private Future<String> get() {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.jwksUrl().toString())
                .setTimeout(TimeUnit.MILLISECONDS.convert(config.timeout()));
        return client.request(options).compose(request -> request.send().compose(HttpJwksSource::body));
    }

    private static Future<String> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(
                    new IOException("The key set was answered with status " + response.statusCode()));
        }
        return response.body().map(Buffer::toString);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}

package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Answers that are vectors: encoded when they are there, given up when the caller hangs up. */
final class Answers {

    private Answers() {}

    static Uni<Response> of(
            CompletableFuture<Vectors> vectors, RoutingContext connection, Function<Vectors, byte[]> encode) {
        connection.response().closeHandler(gone -> vectors.cancel(false));
        return Uni.createFrom()
                .completionStage(vectors)
                .map(found -> Response.ok(encode.apply(found)).build());
    }
}

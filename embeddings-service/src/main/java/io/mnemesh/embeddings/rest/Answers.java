package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Answers that are vectors: encoded when they are there, given up when the caller hangs up. */
final class Answers {

    /** Nobody reads this answer, for the connection is closed; the usual status for that in logs of servers. */
    private static final int CLIENT_GONE = 499;

    private Answers() {}

    static Uni<Response> of(
            CompletableFuture<Vectors> vectors, RoutingContext connection, Function<Vectors, byte[]> encode) {
        connection.response().closeHandler(gone -> vectors.cancel(false));
        if (connection.response().closed()) {
            vectors.cancel(false);
        }
        return Uni.createFrom()
                .completionStage(vectors)
                .map(found -> Response.ok(encode.apply(found)).build())
                .onFailure(CancellationException.class)
                .recoverWithItem(() -> Response.status(CLIENT_GONE).build());
    }
}

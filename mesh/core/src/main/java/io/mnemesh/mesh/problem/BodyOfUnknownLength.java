package io.mnemesh.mesh.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * The limit of chunked bodies, which do not say how long they are: they are read before a resource sees them, and one that
 * outgrows the limit fails with 413. The platform would break such a request off by itself, but without a problem
 * document; so it does over HTTP/2, where its resources do not take a request that is read already.
 */
final class BodyOfUnknownLength implements Handler<RoutingContext> {

    private final BodyHandler reader;

    BodyOfUnknownLength(long limit) {
        reader = BodyHandler.create(false).setBodyLimit(limit);
    }

    @Override
    public void handle(RoutingContext context) {
        if (isChunked(context.request())) {
            reader.handle(context);
            // The platform holds requests back until somebody reads them; what is there already comes at once.
            context.request().resume();
        } else {
            context.next();
        }
    }

    private static boolean isChunked(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}

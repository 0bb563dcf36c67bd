package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * An answer that goes on until one side ends it, and carries a session.
 *
 * @param netty the way past the response, for the hub
 */
record StreamedAnswer(RoutingContext context, ChannelHandlerContext netty, OpenConnections open) {

    /** @throws ProblemException {@code malformed-request} if the request's connection cannot carry one */
    static StreamedAnswer to(RoutingContext context, OpenConnections open) {
        if (context.request().version() != HttpVersion.HTTP_1_1
                || !(context.request().connection() instanceof ConnectionBase connection)) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "These answers are streamed over HTTP/1.1 only.");
        }
        return new StreamedAnswer(context, connection.channelHandlerContext(), open);
    }

    /** Handles requests; what an action throws is answered as a problem. */
    static Handler<RoutingContext> orProblem(Consumer<RoutingContext> action) {
        return context -> guarded(context, () -> action.accept(context));
    }

    static void guarded(RoutingContext context, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            Problems.send(context.response(), failure);
        }
    }

    /**
     * Begins the answer.
     *
     * @param type  content type
     * @param begin opens the session, whose first bytes it may send
     * @param end   runs once when the answer is over, on the session's event loop
     */
    void carry(ClientSession session, String type, Runnable begin, Runnable end) {
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader("X-Accel-Buffering", "no");
        var closed = new Runnable() {
            private boolean ran;

            @Override
            public void run() {
                if (!ran) {
                    ran = true;
                    open.closed();
                    end.run();
                    session.onClosed();
                }
            }
        };
        open.opened();
        context.addEndHandler(over -> session.loop().execute(closed));
        // The header has to be out before the hub writes past the response.
        var _ = response.write(Buffer.buffer());
        begin.run();
        if (response.closed()) {
            // The client left before anybody listened for that.
            session.loop().execute(closed);
        }
    }
}

package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The body of a request on its way to an instance, no larger than it may be and no faster than the instance reads it. Confined to the event
 * loop of its request.
 */
final class RequestBody {

    private final Forwarding forwarding;
    private final HttpServerRequest request;
    private final long most;
    private final long idleMillis;
    private final Sending sending;
    private long bytes;

    /** What becomes of the request whose body it is. */
    interface Sending {

        /** All of it is sent. */
        void finish(HttpClientRequest opened);

        /** The client does not send the rest. */
        void abandon();

        /** The instance does not take the rest. */
        void fail(Throwable failure);
    }

    /**
     * @param most       bytes that it may have
     * @param idleMillis for which an instance may read nothing
     */
    RequestBody(Forwarding forwarding, long most, long idleMillis, Sending sending) {
        this.forwarding = forwarding;
        this.request = forwarding.request();
        this.most = most;
        this.idleMillis = idleMillis;
        this.sending = sending;
    }

    void sendTo(HttpClientRequest opened) {
        if (request.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            opened.setChunked(true);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.exceptionHandler(failure -> sending.abandon());
        request.handler(chunk -> forward(opened, chunk));
        request.endHandler(end -> sending.finish(opened));
        request.resume();
    }

    private void forward(HttpClientRequest opened, Buffer chunk) {
        bytes += chunk.length();
        if (bytes > most) {
            tooLarge(opened);
            return;
        }
        opened.write(chunk);
        if (opened.writeQueueFull()) {
            request.pause();
            Vertx vertx = forwarding.context().vertx();
            long timer = vertx.setTimer(idleMillis, late -> notTaken(opened));
            opened.drainHandler(drained -> {
                vertx.cancelTimer(timer);
                request.resume();
            });
        }
    }

    private void notTaken(HttpClientRequest opened) {
        sending.fail(new TimeoutException("The service does not read the body"));
        opened.reset();
    }

    private void tooLarge(HttpClientRequest opened) {
        forwarding.end(Outcome.ABANDONED);
        dropRest();
        opened.reset();
        LastAnswer.announce(request);
        Problems.send(
                request.response(),
                new ProblemException(
                        ProblemType.TOO_LARGE,
                        "The body is larger than " + most + " bytes.",
                        Map.of("maxBytes", most),
                        null,
                        null));
    }

    /** Reads what is left of it into nothing, so that the connection can go on to its next request. */
    void dropRest() {
        if (!request.isEnded()) {
            request.handler(rest -> {});
            request.endHandler(end -> {});
            request.resume();
        }
    }
}

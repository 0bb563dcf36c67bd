package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.mesh.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * One plain request and its answer, streamed both ways with back-pressure. An answer may last, as a tunnel does. A request
 * without a body that an instance did not begin to answer goes to another one; if there is none and a kept-alive connection
 * turned out to be closed, it is sent once more.
 */
final class Exchange implements LongLived, RequestBody.Sending {

    private static final int FIRST_OUTAGE = 502;
    static final String ROUTE_REASON = "X-Mnemesh-Route-Reason";

    private final Forwarding forwarding;
    private final UpstreamClient client;
    private final Tunnels tunnels;
    private final Parts parts;
    private final long idleMillis;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestBody body;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Hedge hedge;
    private boolean resent;

    /** What all exchanges share. */
    record Parts(UpstreamClient client, Tunnels tunnels, Compression compression, SilenceWatch silence) {}

    Exchange(Forwarding forwarding, Parts parts, EdgeConfig config) {
        this.forwarding = forwarding;
        this.parts = parts;
        this.client = parts.client();
        this.tunnels = parts.tunnels();
        this.idleMillis = config.idleTimeout().toMillis();
        this.request = forwarding.request();
        this.response = request.response();
        this.body = new RequestBody(forwarding, config.maxBody().asLongValue(), idleMillis, this);
    }

    void start() {
        request.pause();
        forwarding.context().addEndHandler(end -> {
            if (end.failed()) {
                abandon();
            } else {
                forwarding.end(Outcome.ANSWERED);
            }
        });
        open();
    }

    private void open() {
        client.open(forwarding, forwarding.lease()).onSuccess(this::send).onFailure(this::failed);
    }

    private void send(HttpClientRequest opened) {
        if (forwarding.ended()) {
            // The client left while a connection was awaited. Resetting a request that was never sent would keep its
            // connection for good, so the connection is closed.
            opened.connection().close();
            return;
        }
        upstream = opened;
        await(opened);
        if (RouteContexts.hasBody(request)) {
            body.sendTo(opened);
        } else {
            request.resume();
            finish(opened);
        }
    }

    private void await(HttpClientRequest opened) {
        opened.response().onSuccess(answer -> answered(opened, answer)).onFailure(failure -> failed(opened, failure));
    }

    /** The request is sent; from now on the service's silence counts, and not the time that the client took. */
    @Override
    public void finish(HttpClientRequest opened) {
        end(opened);
        long late = forwarding.lasting() ? 0 : forwarding.lease().hedgeAfterMillis();
        if (late > 0 && hedge == null) {
            hedge = new Hedge(forwarding, client, this);
            hedge.sendAfter(late);
        }
    }

    private void end(HttpClientRequest opened) {
        Deadline deadline = forwarding.deadline();
        opened.idleTimeout(
                deadline.asked() ? Math.min(idleMillis, deadline.leftMillis(System.nanoTime())) : idleMillis);
        opened.end();
    }

    /** Sends the read that is late a second time; whichever is answered first counts. */
    void sendHedge(HttpClientRequest opened) {
        await(opened);
        end(opened);
    }

    /** The second sending goes on alone, once it has a connection. */
    void sendInstead(HttpClientRequest opened) {
        send(opened);
    }

    /** An answer began, to the request or to its second sending. An outage is none while the other may bring a better one. */
    private void answered(HttpClientRequest opened, HttpClientResponse answer) {
        if (forwarding.ended() || !isCurrent(opened)) {
            return;
        }
        if (hedge != null && hedge.isRunning()) {
            if (answer.statusCode() >= FIRST_OUTAGE && !forwarding.isOutOfTime(answer.statusCode())) {
                if (opened.equals(upstream)) {
                    forwarding.lease().answered(answer.statusCode());
                    goOver(hedge, Outcome.ANSWERED);
                } else {
                    hedge.outage(answer.statusCode());
                }
                opened.reset();
                return;
            }
            if (opened.equals(upstream)) {
                hedge.cancel();
            } else {
                HttpClientRequest late = upstream;
                goOver(hedge, Outcome.ABANDONED);
                if (late != null) {
                    late.reset();
                }
            }
        }
        dropHedge();
        answer(answer);
    }

    private boolean isCurrent(HttpClientRequest opened) {
        return opened.equals(upstream) || (hedge != null && hedge.isRunning() && opened.equals(hedge.request()));
    }

    /** The second sending takes the place of the first. */
    private void goOver(Hedge second, Outcome outcome) {
        upstream = second.request();
        forwarding.goesOver(second.takeOver(), outcome);
    }

    private void answer(HttpClientResponse answer) {
        forwarding.answered(answer.statusCode());
        response.setStatusCode(answer.statusCode());
        ForwardedHeaders.answer(answer.headers(), response.headers());
        showReason();
        if (isBodiless(answer.statusCode())) {
            answer.exceptionHandler(failure -> {}); // of what comes after the end
            parts.compression().bodyOf(request, response); // for the header of what would be one
            response.end();
            forwarding.end(Outcome.ANSWERED);
            return;
        }
        WriteStream<Buffer> out =
                forwarding.lasting() ? response : parts.compression().bodyOf(request, response);
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        if (forwarding.lasting()) {
            last(answer);
            return;
        }
        SilenceWatch.Watched watch = parts.silence().watch(response, this::breakSilence);
        answer.pipe().endOnFailure(false).to(out).onComplete(piped -> {
            watch.end();
            if (out instanceof GzipStream packed) {
                packed.close();
            }
            if (piped.failed() && !forwarding.ended()) {
                forwarding.end(response.closed() ? Outcome.ABANDONED : UpstreamProblems.outcome(piped.cause()));
                breakOff();
            } else {
                forwarding.end(Outcome.ANSWERED);
            }
        });
    }

    /** Breaks an answer off of which nothing more comes, while the client would read on. */
    private void breakSilence() {
        if (!forwarding.ended()) {
            forwarding.end(Outcome.TIMED_OUT);
            if (upstream != null) {
                upstream.reset();
            }
            breakOff();
        }
    }

    private void showReason() {
        String reason = forwarding.lease().reason();
        if (reason != null) {
            response.putHeader(ROUTE_REASON, reason);
        }
    }

    /** What has begun to answer has answered; how long it goes on says nothing about the service. */
    private void last(HttpClientResponse answer) {
        forwarding.end(Outcome.ANSWERED);
        tunnels.opened(this);
        answer.pipe().endOnFailure(false).to(response).onComplete(piped -> {
            tunnels.closed(this);
            if (piped.failed()) {
                breakOff();
            }
        });
        if (tunnels.isDraining()) {
            close();
        }
    }

    @Override
    public void close() {
        breakOff();
    }

    /** Shows the client that the answer is not whole. Over HTTP/1.1 only the end of the connection can say so. */
    private void breakOff() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private boolean isBodiless(int status) {
        return HttpMethod.HEAD.equals(request.method()) || status == 204 || status == 304;
    }

    private void failed(HttpClientRequest opened, Throwable failure) {
        if (!isCurrent(opened)) {
            return;
        }
        if (hedge != null && hedge.isRunning()) {
            if (opened.equals(upstream)) {
                goOver(hedge, outcome(failure));
            } else {
                hedge.failed(failure);
            }
        } else if (forwarding.goesElsewhere(failure) || isStale(failure)) {
            open();
        } else {
            fail(failure);
        }
        opened.reset();
    }

    /** Whether a kept-alive connection may have been closed before the request reached the service; true once. */
    private boolean isStale(Throwable failure) {
        if (resent
                || forwarding.ended()
                || forwarding.wentElsewhere()
                || !(failure instanceof HttpClosedException)
                || !RouteContexts.isRead(request)
                || RouteContexts.hasBody(request)) {
            return false;
        }
        resent = true;
        return true;
    }

    /** The request that counts brought no answer. */
    void failed(Throwable failure) {
        if (forwarding.goesElsewhere(failure)) {
            open();
        } else {
            fail(failure);
        }
    }

    @Override
    public void fail(Throwable failure) {
        if (forwarding.ended()) {
            return;
        }
        dropHedge();
        forwarding.end(outcome(failure));
        if (!response.headWritten()) {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
        body.dropRest();
        Problems.send(response, UpstreamProblems.of(forwarding.service(), failure));
    }

    /** That a client has little time says nothing about the service. */
    private Outcome outcome(Throwable failure) {
        Outcome outcome = UpstreamProblems.outcome(failure);
        return outcome == Outcome.TIMED_OUT && forwarding.deadline().asked() ? Outcome.ABANDONED : outcome;
    }

    private void dropHedge() {
        if (hedge != null) {
            hedge.cancel();
        }
    }

    @Override
    public void abandon() {
        dropHedge();
        forwarding.end(Outcome.ABANDONED);
        if (upstream != null) {
            upstream.reset();
        }
    }
}

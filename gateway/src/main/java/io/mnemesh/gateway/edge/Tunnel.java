package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.gateway.guard.ConnectionGuard;
import io.mnemesh.mesh.problem.Problems;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeoutException;

/**
 * The handshake of a WebSocket: it is forwarded, and when the service agreed to it the two connections become {@link
 * JoinedSockets}. A refused handshake is answered as the service answered it.
 */
final class Tunnel {

    private final Forwarding forwarding;
    private final UpstreamClient client;
    private final Tunnels tunnels;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final HttpServerResponse response;

    Tunnel(Forwarding forwarding, UpstreamClient client, Tunnels tunnels, Vertx vertx, EdgeConfig config) {
        this.forwarding = forwarding;
        this.client = client;
        this.tunnels = tunnels;
        this.vertx = vertx;
        this.config = config;
        this.response = forwarding.request().response();
    }

    void start() {
        forwarding.request().pause();
        forwarding.context().addEndHandler(end -> {
            if (end.failed()) {
                forwarding.end(Outcome.ABANDONED);
            }
        });
        open();
    }

    private void open() {
        client.openSocket(forwarding, forwarding.lease())
                .onSuccess(this::handshake)
                .onFailure(failure -> {
                    if (forwarding.goesElsewhere(failure)) {
                        open();
                    } else {
                        fail(failure);
                    }
                });
    }

    private void handshake(HttpClientRequest opened) {
        if (forwarding.ended()) {
            opened.connection().close();
            return;
        }
        opened.exceptionHandler(failure -> {}); // the answer's future and the sockets tell of the same failure
        opened.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        opened.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        long timer = vertx.setTimer(config.idleTimeout().toMillis(), id -> {
            fail(new TimeoutException("No answer to the handshake"));
            opened.reset();
        });
        opened.connect()
                .onComplete(done -> vertx.cancelTimer(timer))
                .onSuccess(this::answered)
                .onFailure(this::fail);
    }

    private void answered(HttpClientResponse answer) {
        if (forwarding.ended()) {
            answer.request().connection().close();
            return;
        }
        forwarding.lease().answered(answer.statusCode());
        if (answer.statusCode() != 101) {
            refused(answer);
            return;
        }
        if (tunnels.isDraining()) {
            answer.request().connection().close();
            forwarding.end(Outcome.ABANDONED);
            tunnels.refuse(forwarding.request());
            return;
        }
        ServiceSocket service = new ServiceSocket(answer);
        service.socket().pause();
        response.setStatusCode(101);
        ForwardedHeaders.answer(answer.headers(), response.headers());
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        response.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        forwarding
                .request()
                .toNetSocket()
                .onSuccess(socket -> join(socket, service))
                .onFailure(failure -> {
                    service.close();
                    forwarding.end(Outcome.ABANDONED);
                });
    }

    private void join(NetSocket client, ServiceSocket service) {
        forwarding.end(Outcome.ANSWERED);
        RunningRequests.release(forwarding.request());
        ConnectionGuard guard = ConnectionGuard.of(forwarding.request());
        if (guard != null) {
            guard.release();
        }
        Channel channel = ((ConnectionBase) forwarding.request().connection()).channel();
        new JoinedSockets(
                        client,
                        channel,
                        service,
                        tunnels,
                        vertx,
                        config.stallTimeout().toMillis())
                .start();
    }

    private void refused(HttpClientResponse answer) {
        response.setStatusCode(answer.statusCode());
        ForwardedHeaders.answer(answer.headers(), response.headers());
        response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        answer.body().onComplete(body -> {
            forwarding.end(body.succeeded() ? Outcome.ANSWERED : Outcome.FAILED);
            if (body.succeeded()) {
                response.end(body.result());
            } else {
                response.end();
            }
        });
    }

    private void fail(Throwable failure) {
        if (!forwarding.ended()) {
            forwarding.end(UpstreamProblems.outcome(failure));
            Problems.send(response, UpstreamProblems.of(forwarding.service(), failure));
        }
    }
}

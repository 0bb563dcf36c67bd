package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Outcome;
import io.mnemesh.gateway.guard.ConnectionGuard;
import io.mnemesh.mesh.problem.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: the handshake is forwarded, and after the service agreed to it the bytes run both ways unread, with
 * back-pressure. A refused handshake is answered as the service answered it.
 */
final class Tunnel implements LongLived {

    private final Forwarding forwarding;
    private final UpstreamClient client;
    private final Tunnels tunnels;
    private final Vertx vertx;
    private final EdgeConfig config;
    private final HttpServerResponse response;
    private @Nullable NetSocket toClient;
    private @Nullable NetSocket toService;

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
        NetSocket service = answer.netSocket();
        service.pause();
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

    private void join(NetSocket fromClient, NetSocket service) {
        toClient = fromClient;
        toService = service;
        forwarding.end(Outcome.ANSWERED);
        tunnels.opened(this);
        RunningRequests.release(forwarding.request());
        ConnectionGuard guard = ConnectionGuard.of(forwarding.request());
        if (guard != null) {
            guard.release();
        }
        fromClient.closeHandler(closed -> {
            tunnels.closed(this);
            service.close();
        });
        service.closeHandler(closed -> fromClient.close());
        fromClient.pipeTo(service);
        service.pipeTo(fromClient);
        if (tunnels.isDraining()) {
            close();
        }
    }

    @Override
    public void close() {
        if (toClient != null) {
            toClient.close();
        }
        if (toService != null) {
            toService.close();
        }
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

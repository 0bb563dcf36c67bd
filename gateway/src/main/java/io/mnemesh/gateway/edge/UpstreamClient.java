package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.edge.Upstreams.Lease;
import io.mnemesh.mesh.deadline.RequestDeadline;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The connections to the services. Nothing in a body is looked at or changed. */
@ApplicationScoped
class UpstreamClient {

    private static final MeshLog LOG = MeshLog.of(UpstreamClient.class);

    private final Vertx vertx;
    private final LoopClients clients;
    private final LoopClients streams;
    private final LoopClients sockets;
    private final EdgeConfig config;

    @Inject
    UpstreamClient(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.clients = new LoopClients(vertx, options(config, config.connections(), "upstreams"));
        // Answers that last would keep the connections the others need.
        this.streams = new LoopClients(vertx, options(config, config.streams(), "upstream-streams"));
        // So would WebSockets, each of which has one for as long as it is open.
        this.sockets = new LoopClients(vertx, options(config, config.sockets(), "upstream-sockets"));
    }

    private static HttpClientOptions options(EdgeConfig config, int connections, String name) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(config.waiting())
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) Math.max(1, config.keepAlive().toSeconds()))
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setName(name);
    }

    /** A request with the header of the client's one, not yet sent. */
    Future<HttpClientRequest> open(Forwarding forwarding, Lease lease) {
        return open(forwarding, lease, forwarding.lasting() ? streams : clients);
    }

    /** The same for a request whose connection becomes a WebSocket. */
    Future<HttpClientRequest> openSocket(Forwarding forwarding, Lease lease) {
        return open(forwarding, lease, sockets);
    }

    /**
     * A request over a connection of this pool. How long it waits for a connection is bounded here and
     * not by the pool: one of Vert.x 4 that gives up a waiter at the moment it lends it a connection loses the connection.
     */
    private Future<HttpClientRequest> open(Forwarding forwarding, Lease lease, LoopClients pool) {
        HttpServerRequest from = forwarding.request();
        var options = new RequestOptions()
                .setServer(lease.address())
                .setHost(lease.address().host())
                .setPort(lease.address().port())
                .setMethod(from.method())
                .setURI(from.uri());
        Promise<HttpClientRequest> opened = Promise.promise();
        long timer = vertx.setTimer(config.connectTimeout().toMillis(), late -> opened.tryFail(noneFree()));
        pool.here()
                .request(options)
                .compose(request -> prepare(request, forwarding, lease))
                .onFailure(opened::tryFail)
                .onSuccess(request -> {
                    if (!opened.tryComplete(request)) {
                        request.connection().close();
                    }
                })
                .onComplete(done -> vertx.cancelTimer(timer));
        return opened.future();
    }

    private static ConnectionPoolTooBusyException noneFree() {
        return new ConnectionPoolTooBusyException("No connection became free in time");
    }

    /** A request that cannot be prepared is never sent, so its connection has to be closed: nothing else frees it. */
    private static Future<HttpClientRequest> prepare(HttpClientRequest request, Forwarding forwarding, Lease lease) {
        HttpServerRequest from = forwarding.request();
        request.exceptionHandler(failure -> {}); // the response's future tells of the same failure
        try {
            ForwardedHeaders.request(
                    from,
                    request.headers(),
                    String.valueOf(from.response().headers().get(RequestIds.REQUEST_ID)));
            request.putHeader(HttpHeaders.HOST, lease.authority());
            if (hasDeadline(forwarding)) {
                long left = forwarding.deadline().leftMillis(System.nanoTime());
                request.putHeader(RequestDeadline.HEADER, Long.toString(left));
            }
            return Future.succeededFuture(request);
        } catch (RuntimeException e) {
            LOG.warn("A request could not be prepared for its service").cause(e).log();
            request.connection().close();
            return Future.failedFuture(e);
        }
    }

    /** How long the client takes for its body does not count, unless it set the time itself. */
    private static boolean hasDeadline(Forwarding forwarding) {
        return !forwarding.lasting() && (forwarding.deadline().asked() || !RouteContexts.hasBody(forwarding.request()));
    }

    @PreDestroy
    void close() {
        clients.close();
        streams.close();
        sockets.close();
    }
}

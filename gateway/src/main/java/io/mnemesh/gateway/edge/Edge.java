package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.traffic.TrafficMeter;
import io.mnemesh.mesh.deadline.RequestDeadline;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.identity.VerifiedRequests;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * The public edge: names every request, refuses paths that could be read in two ways, and after authentication forwards
 * what belongs to a service. What belongs to none is left to the gateway's own resources.
 */
@ApplicationScoped
class Edge {

    private static final String STRICT_TRANSPORT_SECURITY = "Strict-Transport-Security";

    /** Before authentication. */
    private static final int FIRST = -1_000;

    /** After the requests are named, before authentication: a preflight has no token. */
    private static final int CROSS_ORIGIN = FIRST + 1;

    /** After authentication and the platform's limits, before the gateway's own resources. */
    private static final int AFTER_AUTHENTICATION = 900;

    private final RouteTable routes;
    private final Arrivals arrivals;
    private final RequestForm form;
    private final CrossOrigin crossOrigin;
    private final Door door;
    private final Admission admission;
    private final Upstreams upstreams;
    private final UpstreamClient client;
    private final Tunnels tunnels;
    private final Exchange.Parts exchanges;
    private final @Nullable String strictTransport;
    private final EdgeMetrics metrics;
    private final TrafficMeter traffic;
    private final EdgeConfig config;
    private final Vertx vertx;

    Edge(
            RouteTable routes,
            Arrivals arrivals,
            CrossOrigin crossOrigin,
            Door door,
            Admission admission,
            Upstreams upstreams,
            UpstreamClient client,
            Tunnels tunnels,
            Compression compression,
            SilenceWatch silence,
            EdgeMetrics metrics,
            TrafficMeter traffic,
            EdgeConfig config,
            Vertx vertx) {
        this.routes = routes;
        this.arrivals = arrivals;
        this.form = new RequestForm(config.maxHeader().asLongValue());
        this.crossOrigin = crossOrigin;
        this.door = door;
        this.admission = admission;
        this.upstreams = upstreams;
        this.client = client;
        this.tunnels = tunnels;
        this.exchanges = new Exchange.Parts(client, tunnels, compression, silence);
        this.strictTransport = strictTransport(config);
        this.metrics = metrics;
        this.traffic = traffic;
        this.config = config;
        this.vertx = vertx;
    }

    /** Value of the header (RFC 6797); null if it is not to be sent. */
    private static @Nullable String strictTransport(EdgeConfig config) {
        return config.strictTransport()
                .map(age -> "max-age=" + age.toSeconds()
                        + (config.strictTransportSubdomains() ? "; includeSubDomains" : ""))
                .orElse(null);
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::admit);
        router.route().order(CROSS_ORIGIN).handler(crossOrigin::handle);
        router.route().order(AFTER_AUTHENTICATION).handler(this::forward);
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!arrivals.watch(context)) {
            return;
        }
        context.response().putHeader(RequestIds.REQUEST_ID, RequestIds.requestId(request));
        if (strictTransport != null && request.isSSL()) {
            context.response().putHeader(STRICT_TRANSPORT_SECURITY, strictTransport);
        }
        ProblemException flaw = form.flaw(request);
        if (flaw != null) {
            arrivals.refuse(context, flaw);
            return;
        }
        if (request.path() == null || !isPlain(request.path()) || !request.uri().startsWith("/")) {
            arrivals.refuse(
                    context,
                    new ProblemException(
                            ProblemType.MALFORMED_REQUEST,
                            "The path has dot segments, empty segments, or slashes, dots or backslashes in"
                                    + " disguise; send it plainly."));
            return;
        }
        context.next();
    }

    /** Keys of the cache may hold slashes, which the cache reads alike in both spellings. */
    private boolean isPlain(String path) {
        return routes.find(path) == Service.CACHE ? PathForm.isPlainWithSlashes(path) : PathForm.isPlain(path);
    }

    private void forward(RoutingContext context) {
        HttpServerRequest request = context.request();
        Service service = routes.find(request.path());
        Verified caller = VerifiedRequests.of(context).orElse(null);
        if (caller != null) {
            traffic.watch(context, caller);
        }
        boolean handshake = isWebSocket(request);
        boolean lasting = LastingAnswers.isAskedFor(context);
        if ((handshake || lasting) && tunnels.isDraining()) {
            tunnels.refuse(request);
            return;
        }
        try {
            if (service == null) {
                admission.checkOwn(context, caller);
            } else {
                door.check(context, handshake || lasting);
            }
        } catch (ProblemException refused) {
            Problems.send(context.response(), refused);
            return;
        }
        if (service == null) {
            context.next();
            return;
        }
        Runnable pass = () -> pass(context, service, caller, handshake, lasting);
        if (caller == null) {
            pass.run(); // what shows its token only in the first frame; realtime-gateway bounds it
        } else {
            admission.admit(context, service, caller, handshake || lasting, pass);
        }
    }

    private void pass(
            RoutingContext context, Service service, @Nullable Verified caller, boolean handshake, boolean lasting) {
        HttpServerRequest request = context.request();
        Deadline deadline;
        try {
            deadline = Deadline.of(request.getHeader(RequestDeadline.HEADER), config.idleTimeout(), System.nanoTime());
        } catch (ProblemException refused) {
            Problems.send(context.response(), refused);
            return;
        }
        request.pause(); // until the service has room, so that nothing of the body is lost
        upstreams.acquireSoon(
                service,
                RouteContexts.of(request, service, caller == null ? null : caller.identity()),
                lease -> send(new Forwarding(context, service, lease, metrics, lasting, deadline), handshake),
                refused -> {
                    request.resume();
                    if (!context.response().closed()) {
                        String reason = upstreams.reason(refused);
                        if (reason != null) {
                            context.response().putHeader(Exchange.ROUTE_REASON, reason);
                        }
                        Problems.send(context.response(), refused);
                    }
                });
    }

    private void send(Forwarding forwarding, boolean handshake) {
        if (forwarding.request().response().closed()) {
            forwarding.end(Upstreams.Outcome.ABANDONED);
            return;
        }
        if (handshake) {
            forwarding.request().resume();
            new Tunnel(forwarding, client, tunnels, vertx, config).start();
        } else {
            new Exchange(forwarding, exchanges, config).start();
        }
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method())
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}

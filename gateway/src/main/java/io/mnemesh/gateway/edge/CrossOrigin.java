package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of other origins call the mesh from a browser: of the origins that are configured, and of no others. Tokens
 * travel in a header a page has to set, never in cookies, so that credentials are not allowed. A page of another origin
 * gets no permission to read what is answered.
 */
@ApplicationScoped
class CrossOrigin {

    private static final int PREFLIGHT_SECONDS = 600;

    private static final Set<String> ASKED = Set.of(
            "authorization",
            "content-type",
            "accept",
            "x-api-key",
            "x-request-id",
            "traceparent",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "last-event-id");

    private static final Set<String> SHOWN = Set.of("x-request-id", "retry-after", "location", "etag");

    private final Set<String> origins;
    private final CorsHandler handler;

    CrossOrigin(EdgeConfig config) {
        List<String> known = config.corsOrigins().orElse(List.of());
        known.forEach(CrossOrigin::requireOrigin);
        this.origins = Set.copyOf(known);
        this.handler = CorsHandler.create()
                .addOrigins(known)
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(ASKED)
                .exposedHeaders(SHOWN)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    /** Answers a preflight, or marks what may be read and goes on. */
    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || origins.isEmpty()) {
            context.next();
        } else if (origins.contains(origin)) {
            handler.handle(context);
        } else if (HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            Problems.send(
                    context.response(),
                    new ProblemException(ProblemType.FORBIDDEN, "The origin is not one of CORS_ORIGINS."));
        } else {
            context.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            context.next();
        }
    }

    private static void requireOrigin(String text) {
        URI origin = URI.create(text);
        String scheme = origin.getScheme();
        if (origin.getHost() == null
                || !("https".equals(scheme) || "http".equals(scheme))
                || !text.equals(scheme + "://" + origin.getAuthority())) {
            throw new IllegalArgumentException("CORS_ORIGINS has '" + text
                    + "': an origin is a scheme, a host and perhaps a port, as in https://dashboard.example.org; there"
                    + " is no '*'.");
        }
    }
}

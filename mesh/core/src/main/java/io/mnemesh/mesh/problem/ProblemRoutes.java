package io.mnemesh.mesh.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problems of the HTTP server itself: oversized bodies, unknown paths, and failures of handlers outside JAX-RS. */
@ApplicationScoped
class ProblemRoutes {

    /** After authentication, just before the platform's own check, which answers without a body. */
    private static final int BEFORE_UPLOAD_LIMIT = -3;

    /** After the gateway's forwarding, which bounds what it streams itself, and before resources. */
    private static final int BEFORE_RESOURCES = 950;

    private static final int AFTER_EVERYTHING = 1_000_000;

    private static final int TOO_LARGE = ProblemType.TOO_LARGE.status();

    private final Optional<MemorySize> maxBody;

    ProblemRoutes(@ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> maxBody) {
        this.maxBody = maxBody;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_UPLOAD_LIMIT).handler(this::limitBody);
        maxBody.ifPresent(
                limit -> router.route().order(BEFORE_RESOURCES).handler(new BodyOfUnknownLength(limit.asLongValue())));
        router.route().order(AFTER_EVERYTHING).handler(ProblemRoutes::unknownPath);
        router.route().order(AFTER_EVERYTHING).failureHandler(this::failed);
    }

    private void limitBody(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && maxBody.isPresent()) {
            long limit = maxBody.get().asLongValue();
            if (exceeds(length, limit)) {
                refuse(request.response(), limit);
                return;
            }
        }
        request.next();
    }

    private static boolean exceeds(String length, long limit) {
        try {
            return Long.parseLong(length) > limit;
        } catch (NumberFormatException notALength) {
            return true;
        }
    }

    private static void refuse(HttpServerResponse response, long limit) {
        if (response.streamId() < 0) {
            // Only HTTP/1 has this header; an HTTP/2 stream, which has an id, ends alone.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Problems.send(
                response,
                new ProblemException(
                        ProblemType.TOO_LARGE,
                        "The body is larger than " + limit + " bytes.",
                        Map.of("maxBytes", limit),
                        null,
                        null));
    }

    private static void unknownPath(RoutingContext request) {
        request.fail(404);
    }

    private void failed(RoutingContext request) {
        if (request.statusCode() == TOO_LARGE && maxBody.isPresent()) {
            refuse(request.response(), maxBody.get().asLongValue());
            return;
        }
        Throwable failure = request.failure();
        if (failure != null) {
            Problems.send(request.response(), failure);
            return;
        }
        ProblemTranslator.ofStatus(request.statusCode())
                .ifPresentOrElse(
                        problem -> Problems.send(request.response(), problem),
                        () -> Problems.send(
                                request.response(),
                                new IllegalStateException("A handler failed with status " + request.statusCode())));
    }
}

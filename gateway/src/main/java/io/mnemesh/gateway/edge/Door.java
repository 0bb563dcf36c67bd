package io.mnemesh.gateway.edge;

import com.github.benmanes.caffeine.cache.Ticker;
import io.mnemesh.mesh.identity.BearerTokens;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The check of what authentication let pass without looking: paths that are open because a WebSocket may show its token
 * in the first frame, and a lasting answer may be asked for with one in the body. A connection with a token needs a good
 * one; without one it is let through in small numbers, and realtime-gateway closes it if the token does not come in time:
 * the gateway does not read what runs through a tunnel, so it counts such a connection for as long as that takes at most.
 * Anything else on those paths needs a token. What clients of streamed answers say comes without one and is bounded by
 * address.
 */
@ApplicationScoped
class Door {

    private static final List<String> SOCKETS = List.of("/ws", "/connection");
    private static final String EMULATION = "/emulation";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int WATCHED_ADDRESSES = 10_000;

    private final TokenVerifier verifier;
    private final EdgeConfig config;
    private final AddressLimiter tokenless;
    private final AddressLimiter emulation;

    @Inject
    Door(TokenVerifier verifier, EdgeConfig config) {
        this.verifier = verifier;
        this.config = config;
        this.tokenless = new AddressLimiter(
                config.tokenlessSockets(), config.tokenlessTime(), WATCHED_ADDRESSES, Ticker.systemTicker());
        this.emulation = new AddressLimiter(config.emulationRate(), SECOND, WATCHED_ADDRESSES, Ticker.systemTicker());
    }

    /**
     * Checks one request.
     *
     * @param connection whether it is a handshake, or asks for a lasting answer
     * @throws ProblemException {@code unauthenticated} or {@code too-many-requests} if the request may not pass
     */
    void check(RoutingContext context, boolean connection) {
        HttpServerRequest request = context.request();
        if (context.normalizedPath().equals(EMULATION)) {
            checkEmulation(request);
            return;
        }
        if (isAuthenticated(context) || !isSocket(context.normalizedPath())) {
            return;
        }
        Optional<String> token = BearerTokens.findWithQuery(request);
        if (token.isPresent()) {
            verifier.verify(token.get());
        } else if (!connection) {
            throw Problems.tokenMissing();
        } else if (!tokenless.enter(request.remoteAddress().hostAddress())) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Your address has too many connections without a token; send it with the request.",
                    Map.of("limit", config.tokenlessSockets()),
                    config.tokenlessTime(),
                    null);
        }
    }

    private void checkEmulation(HttpServerRequest request) {
        if (!emulation.enter(request.remoteAddress().hostAddress())) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Your address may send %d such requests per second.".formatted(config.emulationRate()),
                    Map.of("limit", config.emulationRate()),
                    SECOND,
                    null);
        }
    }

    private static boolean isAuthenticated(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous();
    }

    private static boolean isSocket(String path) {
        return SOCKETS.stream().anyMatch(sockets -> path.equals(sockets) || path.startsWith(sockets + "/"));
    }
}

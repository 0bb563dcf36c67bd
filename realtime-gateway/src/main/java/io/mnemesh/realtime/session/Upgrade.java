package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.BearerTokens;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.drain.Draining;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The door: refuses what can be refused before a socket is open. A token comes in the Authorization header or, for
 * browsers, as the subprotocol {@code bearer.<token>}; without one the first frame must bring it.
 */
@Singleton
class Upgrade implements HttpUpgradeCheck {

    private static final String RETRY_SECONDS = "2";

    private final TokenVerifier verifier;
    private final OpenConnections open;
    private final UserConnections users;
    private final SessionMeters meters;
    private final SessionConfig config;
    private final Draining draining;

    Upgrade(
            TokenVerifier verifier,
            OpenConnections open,
            UserConnections users,
            SessionMeters meters,
            SessionConfig config,
            Draining draining) {
        this.verifier = verifier;
        this.open = open;
        this.users = users;
        this.meters = meters;
        this.config = config.validated();
        this.draining = draining;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (draining.isOn()) {
            return refuse(ProblemType.UNAVAILABLE);
        }
        if (open.count() >= config.max()) {
            return refuse(ProblemType.TOO_MANY_REQUESTS);
        }
        HttpServerRequest request = context.httpRequest();
        Optional<String> token = BearerTokens.find(request.headers());
        Verified verified = null;
        if (token.isPresent()) {
            try {
                verified = verifier.verify(token.get());
            } catch (ProblemException problem) {
                return refuse(problem.type());
            }
            if (users.isFull(verified.identity())) {
                return refuse(ProblemType.TOO_MANY_REQUESTS);
            }
        }
        if (!(request.connection() instanceof ConnectionBase connection)) {
            throw new IllegalStateException("The HTTP connection is not one of Vert.x.");
        }
        context.userData().put(Handshake.KEY, new Handshake(connection.channelHandlerContext(), verified));
        return CheckResult.permitUpgrade();
    }

    private Uni<CheckResult> refuse(ProblemType type) {
        meters.refused(type);
        Map<String, List<String>> headers =
                switch (type) {
                    case UNAUTHENTICATED -> Map.of("WWW-Authenticate", List.of("Bearer error=\"invalid_token\""));
                    default -> Map.of("Retry-After", List.of(RETRY_SECONDS));
                };
        return CheckResult.rejectUpgrade(type.status(), headers);
    }
}

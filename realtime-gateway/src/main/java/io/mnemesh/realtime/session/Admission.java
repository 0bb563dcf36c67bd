package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.BearerTokens;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.realtime.drain.Draining;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The door: refuses what can be refused before there is a session. A token comes in the Authorization header or, for
 * browsers, as the subprotocol {@code bearer.<token>}; without one the first frame must bring it.
 */
@Singleton
class Admission {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TokenVerifier verifier;
    private final OpenConnections open;
    private final UserConnections users;
    private final SessionMeters meters;
    private final SessionConfig config;
    private final Draining draining;
    private final Origins origins;

    Admission(
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
        this.origins = new Origins(config.origins().orElse(List.of()));
    }

    /**
     * Lets a request in.
     *
     * @return its token; null if it brought none
     * @throws ProblemException {@code forbidden} for a page of a strange origin, {@code unavailable} while the node goes away, {@code too-many-requests} if the node or
     *     the user has as many connections as allowed, {@code unauthenticated} if the token does not verify
     */
    @Nullable
    Verified admit(HttpServerRequest request) {
        try {
            origins.check(request);
            return check(BearerTokens.find(request.headers()));
        } catch (ProblemException refusal) {
            meters.refused(refusal.type());
            throw refusal;
        }
    }

    /**
     * Lets a request in that has to bring a token; browsers, whose event sources have no headers, bring it as the query
     * parameter {@code access_token} (RFC 6750).
     *
     * @throws ProblemException as {@link #admit}, and {@code unauthenticated} without a token
     */
    Verified admitKnown(HttpServerRequest request) {
        try {
            origins.check(request);
            Verified verified = check(BearerTokens.findWithQuery(request));
            if (verified == null) {
                throw Problems.tokenMissing();
            }
            return verified;
        } catch (ProblemException refusal) {
            meters.refused(refusal.type());
            throw refusal;
        }
    }

    private @Nullable Verified check(Optional<String> token) {
        if (draining.isOn()) {
            throw refusal(ProblemType.UNAVAILABLE, "The node goes away; come back to another.");
        }
        if (open.count() >= config.max()) {
            throw refusal(ProblemType.TOO_MANY_REQUESTS, "The node has as many connections as it takes.");
        }
        if (token.isEmpty()) {
            return null;
        }
        Verified verified = verifier.verify(token.get());
        if (users.isFull(verified.identity())) {
            throw refusal(ProblemType.TOO_MANY_REQUESTS, "You have as many connections to this node as allowed.");
        }
        return verified;
    }

    private static ProblemException refusal(ProblemType type, String detail) {
        return new ProblemException(type, detail, Map.of(), RETRY_AFTER, null);
    }
}

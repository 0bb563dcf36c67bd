package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that come in a frame, which the gateway does not see: their scopes are looked at here, as the gateway does for those
 * that come with the request. A token whose scopes name parts of the mesh has to have that of this one.
 */
@Singleton
final class SocketTokens {

    private static final String NEEDED = "realtime:read";
    private static final String MORE = "realtime:write";

    private final TokenVerifier verifier;

    SocketTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** @throws ProblemException {@code unauthenticated} or {@code forbidden} if the token does not open a socket */
    Verified verify(String token) {
        Verified verified = verifier.verify(token);
        Set<String> scopes = verified.identity().scopes();
        boolean confined = scopes.stream().anyMatch(scope -> scope.endsWith(":read") || scope.endsWith(":write"));
        if (confined && !scopes.contains(NEEDED) && !scopes.contains(MORE)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The token's scopes do not allow this; it needs '" + NEEDED + "'.",
                    Map.of("scope", NEEDED),
                    null,
                    null);
        }
        return verified;
    }
}

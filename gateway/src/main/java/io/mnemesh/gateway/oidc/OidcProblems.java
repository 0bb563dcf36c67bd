package io.mnemesh.gateway.oidc;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import java.util.Map;

/** Why somebody is not let in with an ID token. */
final class OidcProblems {

    private OidcProblems() {}

    static ProblemException refused(String detail, String reason) {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, detail, Map.of(TokenVerifier.REASON, reason), null, null);
    }

    static ProblemException noTenant() {
        return new ProblemException(
                ProblemType.FORBIDDEN, "The ID token names no tenant that its provider may let users into.");
    }

    static ProblemException taken(String name) {
        return new ProblemException(
                ProblemType.CONFLICT, "The account '" + name + "' was not made by this identity provider.");
    }

    static ProblemException unavailable(String provider, Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The keys of the identity provider '" + provider + "' cannot be read now; try again soon.",
                Map.of(),
                Duration.ofSeconds(2),
                cause);
    }
}

package io.mnemesh.gateway.sessions;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.util.Map;

/** Why somebody is not let in, each with its reason in short. */
final class SessionProblems {

    private SessionProblems() {}

    /** Nothing in it tells whether there is such a user. */
    static ProblemException badCredentials() {
        return refused("The name or the password is wrong.", "bad_credentials");
    }

    static ProblemException disabled() {
        return refused("The account is disabled; ask an admin.", "account_disabled");
    }

    static ProblemException malformed() {
        return refused("The refresh token is not one of this mesh.", "refresh_malformed");
    }

    static ProblemException unknown() {
        return refused("The session is over and forgotten; sign in again.", "session_unknown");
    }

    static ProblemException timedOut() {
        return refused("The session has timed out; sign in again.", "session_timeout");
    }

    static ProblemException ended(EndReason reason) {
        return refused("The session was ended because " + reason.text() + "; sign in again.", "session_ended");
    }

    static ProblemException reused() {
        return refused(
                "The refresh token was used before, so that the session is ended; sign in again.", "refresh_reused");
    }

    static ProblemException noSession() {
        return new ProblemException(
                ProblemType.CONFLICT, "The token was made from an API key and belongs to no session; revoke the key.");
    }

    private static ProblemException refused(String detail, String reason) {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, detail, Map.of(TokenVerifier.REASON, reason), null, null);
    }
}

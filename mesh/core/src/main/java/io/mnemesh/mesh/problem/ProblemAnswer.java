package io.mnemesh.mesh.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem as an HTTP answer, independent of the server that sends it.
 *
 * @param status  HTTP status code
 * @param headers headers that go with it
 * @param body    the encoded document
 */
record ProblemAnswer(int status, Map<String, String> headers, String body) {

    private static final String REALM = "Bearer realm=\"mnemesh\"";

    static ProblemAnswer of(ProblemException problem) {
        return of(problem, ProblemDocument.of(problem));
    }

    static ProblemAnswer of(ProblemException problem, ProblemDocument document) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", ProblemDocument.MEDIA_TYPE);
        headers.put("Cache-Control", "no-store");
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            headers.put("Retry-After", Long.toString(wholeSeconds(retryAfter)));
        } else if (problem.type() == ProblemType.TOO_MANY_REQUESTS) {
            headers.put("Retry-After", "1");
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", challenge(problem));
        }
        if (problem.type() == ProblemType.FORBIDDEN) {
            headers.put("WWW-Authenticate", REALM + ", error=\"insufficient_scope\"");
        }
        return new ProblemAnswer(problem.type().status(), headers, document.encode());
    }

    /** RFC 6750: no error code when no token was sent. */
    private static String challenge(ProblemException problem) {
        if (Boolean.TRUE.equals(problem.extensions().get("tokenMissing"))) {
            return REALM;
        }
        return REALM + ", error=\"invalid_token\"";
    }

    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}

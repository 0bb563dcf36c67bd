package io.mnemesh.mesh.problem;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Finds the problem in a failure. What is not a known refusal is not translated and has to be logged. */
final class ProblemTranslator {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int DEEPEST_CAUSE = 8;

    private ProblemTranslator() {}

    /** The refusal the failure stands for, or empty if it is our own fault. */
    static Optional<ProblemException> translate(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> Optional.of(problem);
            case JacksonException json -> Optional.of(JsonProblems.of(json));
            case AuthenticationFailedException refused -> Optional.of(unauthenticated(refused));
            case UnauthorizedException missing -> Optional.of(tokenMissing());
            case ForbiddenException forbidden ->
                Optional.of(new ProblemException(ProblemType.FORBIDDEN, "The token's roles do not allow this."));
            case WebApplicationException web -> ofWeb(web);
            case CompletionException wrapper when wrapper.getCause() != null -> translate(wrapper.getCause());
            default -> Failures.isTransient(failure) ? Optional.of(unavailable(failure)) : Optional.empty();
        };
    }

    private static ProblemException unavailable(Throwable failure) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "A server this service depends on does not answer at present.",
                Map.of(),
                RETRY,
                failure);
    }

    /** The problem of a request without a token. */
    static ProblemException tokenMissing() {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED,
                "Send a token from POST /api/auth/token in the header Authorization: Bearer <token>.",
                Map.of("tokenMissing", true),
                null,
                null);
    }

    /** The problem of a status code that the server itself set. */
    static Optional<ProblemException> ofStatus(int status) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status && status < 500)
                .findFirst()
                .map(type -> type == ProblemType.UNAUTHENTICATED
                        ? tokenMissing()
                        : new ProblemException(type, detail(type)));
    }

    private static ProblemException unauthenticated(AuthenticationFailedException refused) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        return new ProblemException(ProblemType.UNAUTHENTICATED, "The token is not valid.");
    }

    private static Optional<ProblemException> ofWeb(WebApplicationException web) {
        Throwable cause = web.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof ProblemException || cause instanceof JacksonException) {
                return translate(cause);
            }
            cause = cause.getCause();
        }
        int status = web.getResponse().getStatus();
        if (status >= 400 && status < 500) {
            return ofStatus(status)
                    .or(() -> Optional.of(new ProblemException(
                            ProblemType.MALFORMED_REQUEST, detail(ProblemType.MALFORMED_REQUEST))));
        }
        return Optional.empty();
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case MALFORMED_REQUEST -> "The request, one of its parameters or its body has the wrong form.";
            case NOT_FOUND -> "Nothing is served under this path; /openapi lists what is.";
            case METHOD_NOT_ALLOWED -> "This path is served, but not with this method.";
            case NOT_ACCEPTABLE -> "Send an Accept header that admits application/json.";
            case UNSUPPORTED_MEDIA_TYPE -> "Send the body with Content-Type: application/json.";
            case TOO_LARGE -> "The body or the header is larger than this service takes.";
            case FORBIDDEN -> "The token's roles do not allow this.";
            default -> type.title() + ".";
        };
    }
}

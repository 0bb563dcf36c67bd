package io.mnemesh.realtime.centrifuge;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;

/** Errors a command is answered with, as the protocol documents them. */
public enum ErrorCode {
    /** Something is not available or failed here; clients try again by themselves. */
    INTERNAL(100, "internal server error", true, ProblemType.UNAVAILABLE),
    /** No token came. */
    UNAUTHORIZED(101, "unauthorized", false, ProblemType.UNAUTHENTICATED),
    UNKNOWN_CHANNEL(102, "unknown channel", false, ProblemType.NOT_FOUND),
    PERMISSION_DENIED(103, "permission denied", false, ProblemType.FORBIDDEN),
    METHOD_NOT_FOUND(104, "method not found", false, ProblemType.NOT_FOUND),
    ALREADY_SUBSCRIBED(105, "already subscribed", false, ProblemType.CONFLICT),
    /** The connection has as many channels as it may have, or something is larger than it may be. */
    LIMIT_EXCEEDED(106, "limit exceeded", false, ProblemType.TOO_MANY_REQUESTS),
    /** A value is not acceptable. */
    BAD_REQUEST(107, "bad request", false, ProblemType.INVALID_VALUE),
    /** The command asks for what this server does not offer. */
    NOT_AVAILABLE(108, "not available", false, ProblemType.METHOD_NOT_ALLOWED),
    /** Clients get a new token and try again by themselves. */
    TOKEN_EXPIRED(109, "token expired", false, ProblemType.UNAUTHENTICATED),
    TOO_MANY_REQUESTS(111, "too many requests", true, ProblemType.TOO_MANY_REQUESTS),
    /** The history does not reach back to the position, or is another one by now. */
    UNRECOVERABLE_POSITION(112, "unrecoverable position", false, ProblemType.CONFLICT),
    /** What was asked for is not there; codes from 400 on are an application's own. */
    NOT_FOUND(404, "not found", false, ProblemType.NOT_FOUND),
    /** The answer did not come in time. */
    DEADLINE_EXCEEDED(504, "deadline exceeded", true, ProblemType.DEADLINE_EXCEEDED);

    private final int code;
    private final String message;
    private final boolean temporary;
    private final ProblemType problem;

    ErrorCode(int code, String message, boolean temporary, ProblemType problem) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
        this.problem = problem;
    }

    /** The error that tells of a failure. */
    public static ErrorCode of(Throwable failure) {
        if (!(failure instanceof ProblemException problem)) {
            return INTERNAL;
        }
        return switch (problem.type()) {
            case NOT_FOUND -> UNKNOWN_CHANNEL;
            case FORBIDDEN -> PERMISSION_DENIED;
            case TOO_LARGE -> LIMIT_EXCEEDED;
            case INVALID_VALUE, MALFORMED_REQUEST -> BAD_REQUEST;
            case METHOD_NOT_ALLOWED -> NOT_AVAILABLE;
            case TOO_MANY_REQUESTS -> TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED -> DEADLINE_EXCEEDED;
            default -> INTERNAL;
        };
    }

    /** The error that tells why a subscription token is not taken; clients get a new one for one that has expired. */
    public static ErrorCode ofToken(ProblemException refusal) {
        return switch (String.valueOf(refusal.extensions().get(TokenVerifier.REASON))) {
            case TokenVerifier.EXPIRED -> TOKEN_EXPIRED;
            case TokenVerifier.KEY_UNKNOWN -> INTERNAL;
            default -> PERMISSION_DENIED;
        };
    }

    public int code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** Whether the same command may succeed later. */
    public boolean isTemporary() {
        return temporary;
    }

    /** What it is counted as in metrics. */
    public ProblemType problem() {
        return problem;
    }
}

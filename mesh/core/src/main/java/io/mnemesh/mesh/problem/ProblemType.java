package io.mnemesh.mesh.problem;

/**
 * The problem catalogue (RFC 9457). Each type has a page {@code docs/problems/<slug>.md}; the type URI is
 * {@code https://mnemesh.io/problems/<slug>}.
 */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400, "The request cannot be read"),
    INVALID_VALUE("invalid-value", 422, "A value is not acceptable"),
    UNAUTHENTICATED("unauthenticated", 401, "A valid token is needed"),
    FORBIDDEN("forbidden", 403, "The token does not allow this"),
    NOT_FOUND("not-found", 404, "There is no such thing here"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method does not apply here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No representation fits the Accept header"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not come in time"),
    CONFLICT("conflict", 409, "The request contradicts the current state"),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 409, "The idempotency key was used with another request"),
    PRECONDITION_FAILED("precondition-failed", 412, "The entity has changed"),
    TOO_LARGE("too-large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
    INFERENCE_FAILED("inference-failed", 424, "The model could not compute this"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "A limit is reached"),
    QUOTA_EXCEEDED("quota-exceeded", 429, "A quota is used up"),
    HEADER_TOO_LARGE("header-too-large", 431, "The header is too large"),
    INTERNAL("internal", 500, "Something went wrong on our side"),
    UPSTREAM_FAILED("upstream-failed", 502, "A service behind this one failed"),
    UNAVAILABLE("unavailable", 503, "A part this needs is not available"),
    DEADLINE_EXCEEDED("deadline-exceeded", 504, "The answer did not come in time");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    public String slug() {
        return slug;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} member. */
    public String uri() {
        return "https://mnemesh.io/problems/" + slug;
    }
}

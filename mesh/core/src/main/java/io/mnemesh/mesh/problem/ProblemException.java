package io.mnemesh.mesh.problem;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal the caller should read. The only exception type that services throw at their callers. */
public final class ProblemException extends RuntimeException {

    private final ProblemType type;
    private final transient Map<String, Object> extensions;
    private final @Nullable Duration retryAfter;

    /** @param detail one sentence naming what was wrong and what would be right; shown to the caller */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, Map.of(), null, null);
    }

    /**
     * @param extensions further members of the problem document, for example {@code field}
     * @param retryAfter sent as Retry-After, whole seconds rounded up
     */
    public ProblemException(
            ProblemType type,
            String detail,
            Map<String, Object> extensions,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.extensions = Map.copyOf(extensions);
        this.retryAfter = retryAfter;
    }

    /** {@code invalid-value} for one named member of the request. */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_VALUE, detail, Map.of("field", field), null, null);
    }

    /** {@code not-found}; also the answer for another tenant's things. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(ProblemType.NOT_FOUND, detail);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}

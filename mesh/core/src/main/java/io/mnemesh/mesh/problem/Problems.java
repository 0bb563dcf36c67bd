package io.mnemesh.mesh.problem;

import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/**
 * Answers requests outside JAX-RS with problems. What is no known refusal becomes {@code internal}: the caller gets the
 * id under which the failure is in the log, and nothing else of it.
 */
public final class Problems {

    private static final MeshLog LOG = MeshLog.of(Problems.class);

    private Problems() {}

    /** Ends the response with the problem the failure stands for, if its head is not sent yet; else resets it. */
    public static void send(HttpServerResponse response, Throwable failure) {
        send(response, answer(failure));
    }

    /** The document of a failure, for protocols that carry problems inside their own frames. */
    public static ProblemDocument document(Throwable failure) {
        return ProblemTranslator.translate(failure).map(ProblemDocument::of).orElseGet(() -> internal(failure));
    }

    /** A request without a token. */
    public static ProblemException tokenMissing() {
        return ProblemTranslator.tokenMissing();
    }

    static ProblemAnswer answer(Throwable failure) {
        return ProblemTranslator.translate(failure).map(ProblemAnswer::of).orElseGet(() -> {
            var internal = new ProblemException(ProblemType.INTERNAL, INTERNAL_DETAIL);
            return ProblemAnswer.of(internal, internal(failure));
        });
    }

    static void send(HttpServerResponse response, ProblemAnswer answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }

    private static final String INTERNAL_DETAIL =
            "Try again; if it stays, give the operator the instance of this answer.";

    private static ProblemDocument internal(Throwable failure) {
        String instance = "urn:uuid:" + UUID.randomUUID();
        LOG.error("A request failed unexpectedly")
                .with(LogKey.INSTANCE, instance)
                .cause(failure)
                .log();
        return ProblemDocument.of(new ProblemException(ProblemType.INTERNAL, INTERNAL_DETAIL), instance);
    }
}

package io.mnemesh.embeddings.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.HashMap;

/** Adds to a problem the members from which clients of Text Embeddings Inference take their message: error, error_type. */
final class TeiErrors {

    private TeiErrors() {}

    /** The same problem with these members; any other failure as it is. */
    static Throwable described(Throwable failure) {
        if (!(failure instanceof ProblemException problem)) {
            return failure;
        }
        var extensions = new HashMap<>(problem.extensions());
        extensions.put("error", problem.detail());
        extensions.put("error_type", type(problem));
        return new ProblemException(problem.type(), problem.detail(), extensions, problem.retryAfter(), problem);
    }

    private static String type(ProblemException problem) {
        return switch (problem.type()) {
            case INFERENCE_FAILED, INTERNAL, UPSTREAM_FAILED -> "Backend";
            case TOO_MANY_REQUESTS -> "Overloaded";
            case UNAVAILABLE, DEADLINE_EXCEEDED -> "Unhealthy";
            default -> "Validation";
        };
    }
}

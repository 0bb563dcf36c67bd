package io.mnemesh.embeddings.rest;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Adds to a problem the member {@code error} from which OpenAI's clients take their message. */
final class OpenAiErrors {

    private OpenAiErrors() {}

    /** The same problem with that member; any other failure as it is. */
    static Throwable described(Throwable failure) {
        if (!(failure instanceof ProblemException problem)) {
            return failure;
        }
        var error = new HashMap<String, Object>();
        error.put("message", problem.detail());
        error.put("type", problem.type() == ProblemType.TOO_MANY_REQUESTS ? "rate_limit_error" : kind(problem));
        error.put(
                "code",
                problem.type() == ProblemType.NOT_FOUND
                        ? "model_not_found"
                        : problem.type().slug());
        Optional.ofNullable(problem.extensions().get("field")).ifPresent(field -> error.put("param", field));
        var extensions = new HashMap<>(problem.extensions());
        extensions.put("error", Map.copyOf(error));
        return new ProblemException(problem.type(), problem.detail(), extensions, problem.retryAfter(), problem);
    }

    private static String kind(ProblemException problem) {
        return problem.type().status() < 500 ? "invalid_request_error" : "server_error";
    }
}

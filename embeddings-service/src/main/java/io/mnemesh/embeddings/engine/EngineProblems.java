package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.Map;

/** What callers are told whose texts the engine does not compute. */
final class EngineProblems {

    private EngineProblems() {}

    static ProblemException closed() {
        return new ProblemException(ProblemType.UNAVAILABLE, "The embedding engine is shutting down.");
    }

    static ProblemException late() {
        return new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The text was not computed before its deadline.");
    }

    static ProblemException failed(RuntimeException cause) {
        return new ProblemException(
                ProblemType.INFERENCE_FAILED, "The model could not compute the text.", Map.of(), null, cause);
    }

    /** @param wait until there is likely to be room */
    static ProblemException full(Lane lane, Duration wait) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "The " + lane.key() + " lane of the embedding engine is full.",
                Map.of("lane", lane.key()),
                wait,
                null);
    }
}

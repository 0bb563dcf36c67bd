package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.inference.UnitLength;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shortens vectors to their first dimensions and gives them length one again.
 *
 * @param from length of the model's vectors
 * @param to   length asked for
 */
record Shortening(int from, int to) {

    /** @throws ProblemException {@code invalid-value} if there are not that many dimensions */
    static Shortening of(int from, @Nullable Integer wanted) {
        if (wanted != null && (wanted < 1 || wanted > from)) {
            throw ProblemException.invalid("dimensions", "This model's vectors have 1 to " + from + " dimensions.");
        }
        return new Shortening(from, wanted == null ? from : wanted);
    }

    float[] apply(float[] vector) {
        if (to == from) {
            return vector;
        }
        float[] shorter = Arrays.copyOf(vector, to);
        UnitLength.normalize(shorter);
        return shorter;
    }
}

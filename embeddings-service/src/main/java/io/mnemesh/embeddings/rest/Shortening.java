package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.inference.UnitLength;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a vector before it is given: shortened to its first dimensions, and brought to length one.
 *
 * @param to        length asked for
 * @param normalize whether it is brought to length one
 */
record Shortening(int to, boolean normalize) {

    /**
     * Vectors as the model makes them, or shortened ones of length one.
     *
     * @param from   length of the model's vectors
     * @param wanted length asked for
     * @throws ProblemException {@code invalid-value} if there are not that many dimensions
     */
    static Shortening of(int from, @Nullable Integer wanted) {
        if (wanted != null && (wanted < 1 || wanted > from)) {
            throw ProblemException.invalid("dimensions", "This model's vectors have 1 to " + from + " dimensions.");
        }
        return new Shortening(wanted == null ? from : wanted, wanted != null && wanted < from);
    }

    /** The same, and length one also for vectors that are not shortened. */
    Shortening normalizing() {
        return new Shortening(to, true);
    }

    /** The same, and the length of the vectors is left. */
    Shortening asPooled() {
        return new Shortening(to, false);
    }

    float[] apply(float[] vector) {
        if (!normalize && to == vector.length) {
            return vector;
        }
        float[] shorter = Arrays.copyOf(vector, to);
        if (normalize) {
            UnitLength.normalize(shorter);
        }
        return shorter;
    }
}

package io.mnemesh.embeddings.job;

import io.mnemesh.embeddings.vector.TextVector;
import org.jspecify.annotations.Nullable;

/**
 * A text of a job that has been worked off.
 *
 * @param position where it is in the corpus
 * @param vector   its vector, if it could be computed
 * @param problem  why not
 */
public record JobText(
        int position, @Nullable TextVector vector, @Nullable String problem) {}

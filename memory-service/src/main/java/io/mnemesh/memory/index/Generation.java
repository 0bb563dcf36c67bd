package io.mnemesh.memory.index;

import org.jspecify.annotations.Nullable;

/**
 * One build of the search index, over the vectors of one model.
 *
 * @param name       part of the names of its folder or collections; empty for the one that is configured
 * @param model      name of the model; null for the default one of embeddings-service
 * @param dimensions length of its vectors
 */
public record Generation(String name, @Nullable String model, int dimensions) {

    /** The one there is before any migration. */
    public static Generation configured(IndexConfig config) {
        return new Generation("", null, config.dimensions());
    }

    /**
     * True if vectors of this model belong in it.
     *
     * @param revision {@code name@revision}
     */
    public boolean takes(String revision, int length) {
        return length == dimensions && (model == null || revision.startsWith(model + "@"));
    }
}

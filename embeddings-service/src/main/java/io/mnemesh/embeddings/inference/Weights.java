package io.mnemesh.embeddings.inference;

/** Where a session keeps a model's weights. The vectors are the same. */
public enum Weights {
    /** In memory of its own: whatever happens to the file later. */
    READ,
    /**
     * In the file, of which pages come into memory when they are needed and leave it when others need it: for files that
     * nobody writes over as long as the session lasts.
     */
    MAPPED
}

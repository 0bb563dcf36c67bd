package io.mnemesh.embeddings.model;

/** How token vectors become the vector of the text. */
public enum Pooling {
    /** Mean over all tokens, special ones included. */
    MEAN
}

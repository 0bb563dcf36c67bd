package io.mnemesh.memory.index;

/** Engines an index can be kept in. */
public enum IndexKind {
    /** Files of this process. */
    LUCENE,
    /** A server. */
    WEAVIATE
}

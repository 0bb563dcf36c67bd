package io.mnemesh.memory.index.weaviate;

import io.mnemesh.memory.memories.ContextKey;

/** The properties of a memory in Weaviate and the form of their values. */
final class Names {

    /** Raised when a property or the analysis changes; an index of an older format is rebuilt. */
    static final int FORMAT = 1;

    static final String WORDS = "words";
    static final String LENGTH = "length";
    static final String TYPE = "type";
    static final String TAGS = "tags";
    static final String ATTRIBUTES = "attributes";
    static final String HAPPENED_SECOND = "happenedSecond";
    static final String HAPPENED_MICRO = "happenedMicro";
    static final String CREATED_SECOND = "createdSecond";
    static final String CREATED_MICRO = "createdMicro";
    static final String THREAD = "thread";
    static final String TURN = "turn";
    static final String SPEAKERS = "speakers";
    static final String GENERATION = "generation";
    static final String PROFILE = "profile";
    static final String STATE = "state";
    static final String FLOATS = "floats";

    private Names() {}

    static String context(ContextKey key) {
        return "context_" + key.key();
    }

    /**
     * A value that is compared as a whole. Weaviate trims such values; with something before and after them nothing is
     * trimmed.
     */
    static String exact(String value) {
        return "|" + value + "|";
    }

    /** What {@link #exact} was made of. */
    static String plain(String exact) {
        return exact.substring(1, exact.length() - 1);
    }

    static String attribute(String key, String value) {
        return exact(key.length() + ":" + key + value);
    }
}

package io.mnemesh.memory.index.weaviate;

import java.util.Locale;

/** Weaviate answered a request with a refusal. */
final class WeaviateException extends RuntimeException {

    private final String refusal;

    WeaviateException(String what, String refusal) {
        super(what + ": " + refusal);
        this.refusal = refusal;
    }

    /** True if the tenant has stored nothing yet. */
    boolean unknownTenant() {
        return refusal.contains("tenant not found");
    }

    /** True if what was asked for is made already. */
    boolean alreadyThere() {
        return refusal.contains("already exists");
    }

    /** True if the collection is gone or is not the one that was made. */
    boolean collectionLost() {
        String lower = refusal.toLowerCase(Locale.ROOT);
        return lower.contains("cannot query field")
                || lower.contains("could not find class")
                || lower.contains("class not found")
                || lower.contains("multi-tenancy");
    }
}

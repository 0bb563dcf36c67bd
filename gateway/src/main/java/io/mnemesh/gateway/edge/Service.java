package io.mnemesh.gateway.edge;

import java.util.Locale;

/** A service behind the gateway. */
public enum Service {
    MEMORY,
    EMBEDDINGS,
    INTELLIGENCE,
    REALTIME,
    CACHE;

    /** Name in configuration, problems, metrics and component names, for example {@code memory}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

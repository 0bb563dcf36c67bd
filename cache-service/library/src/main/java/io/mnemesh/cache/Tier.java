package io.mnemesh.cache;

import java.util.Locale;

/** One level of the cache, fastest first. */
public enum Tier {
    /** L1: this process, bounded by bytes. */
    LOCAL,
    /** L2: Redis, shared by the instances of a service. */
    REDIS,
    /** L3: PostgreSQL, in the schema of the embedding service; survives everything. */
    POSTGRES;

    /** Name in metrics and statistics, lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.mnemesh.cache.journal;

import java.util.UUID;

/**
 * The name under which this process accepts writes. Of a write under it the tiers are told by the one who made it; of one under
 * another name nobody knows, since its process may have ended in between. The name is changed whenever the journal did not say
 * whether it took something, so that this process does not take that for told either. Thread-safe.
 */
final class Origin {

    private volatile String name = fresh();

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    String name() {
        return name;
    }

    void change() {
        name = fresh();
    }
}

package io.mnemesh.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a store is to hold under a key.
 *
 * @param value   null: nothing, the key was removed
 * @param version grows with every write of the key in {@link WriteMode#BACK}, so that a store can refuse one that comes late,
 *                from a process that stood still too long; 0 in the other modes
 * @param attempt 1 for the first; with a greater one the store may have this write already
 */
public record CacheWrite<V>(String key, @Nullable V value, long version, int attempt) {

    public boolean isRemoval() {
        return value == null;
    }
}

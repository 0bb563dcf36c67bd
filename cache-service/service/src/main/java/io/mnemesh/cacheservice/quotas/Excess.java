package io.mnemesh.cacheservice.quotas;

import org.jspecify.annotations.Nullable;

/**
 * Why a change of {@code cache_entry} was refused, as {@code object_quota_check} says it.
 *
 * @param scope     {@code namespace} or {@code tenant}
 * @param dimension {@code entries} or {@code bytes}
 * @param limit     the quota
 * @param used      what would have been stored
 */
record Excess(String scope, String dimension, long limit, long used) {

    private static final int WORDS = 4;

    /** @return null if it says something else */
    static @Nullable Excess of(String detail) {
        String[] words = detail.split(" ", -1);
        return words.length == WORDS
                ? new Excess(words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3]))
                : null;
    }

    boolean ofTenant() {
        return scope.equals("tenant");
    }

    boolean inEntries() {
        return dimension.equals("entries");
    }

    /** What would have to end first. */
    long tooMany() {
        return used - limit;
    }
}

package io.mnemesh.cache;

import io.smallrye.mutiny.Uni;

/** Makes the caches of a service; inject it. */
public interface CacheFactory {

    /**
     * Makes the cache, once per name; keep it in a field.
     *
     * @throws IllegalStateException if a cache of that name exists already
     */
    <V> HierarchicalCache<V> cache(CacheSpec<V> spec);

    /**
     * Deletes what the processes of this service have recorded of their hottest keys, for who must leave no key behind: first the
     * keys are removed from their caches, then this. What is hot still is recorded again within a minute.
     */
    Uni<Void> forgetHotKeys();
}

package io.mnemesh.cache;

/** Makes the caches of a service; inject it. */
public interface CacheFactory {

    /**
     * Makes the cache, once per name; keep it in a field.
     *
     * @throws IllegalStateException if a cache of that name exists already
     */
    <V> HierarchicalCache<V> cache(CacheSpec<V> spec);
}

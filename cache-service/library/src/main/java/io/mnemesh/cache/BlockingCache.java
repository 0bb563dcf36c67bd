package io.mnemesh.cache;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link HierarchicalCache} for threads that may wait. On an event loop every method throws IllegalStateException. */
public interface BlockingCache<V> {

    /** @param loader runs on a worker thread */
    @Nullable
    V get(TenantId tenant, String key, Supplier<@Nullable V> loader);

    /** @param loader runs on a worker thread */
    @Nullable
    V getTagged(TenantId tenant, String key, Supplier<Tagged<V>> loader);

    @Nullable
    V getIfPresent(TenantId tenant, String key);

    void put(TenantId tenant, String key, V value);

    void remove(TenantId tenant, String key);

    void invalidateTag(TenantId tenant, String tag);
}

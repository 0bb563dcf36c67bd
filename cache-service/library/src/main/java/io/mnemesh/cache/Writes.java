package io.mnemesh.cache;

import org.jspecify.annotations.Nullable;

/**
 * How a cache writes.
 *
 * @param back what differs from the service's configuration; null for nothing
 */
public record Writes<V>(
        WriteMode mode, CacheWriter<V> store, @Nullable WriteBack back) {}

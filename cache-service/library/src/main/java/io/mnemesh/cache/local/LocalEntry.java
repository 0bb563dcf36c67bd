package io.mnemesh.cache.local;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the local tier.
 *
 * @param value     null: known to be absent
 * @param bytes     what it weighs
 * @param expiresAt when it ends in every tier
 * @param tags      what it knows of its tags; it is no longer there when they have been invalidated
 */
public record LocalEntry<V>(@Nullable V value, int bytes, Instant createdAt, Instant expiresAt, TagStamp tags) {

    /** Without tags. */
    public LocalEntry(@Nullable V value, int bytes, Instant createdAt, Instant expiresAt) {
        this(value, bytes, createdAt, expiresAt, TagStamp.NONE);
    }
}

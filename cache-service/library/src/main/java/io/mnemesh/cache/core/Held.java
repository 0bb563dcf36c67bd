package io.mnemesh.cache.core;

import io.mnemesh.cache.Found;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.TagStamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a search.
 *
 * @param value null: there is none
 * @param tier  null: it was loaded, or is nowhere
 * @param bytes serialized size
 */
record Held<V>(
        @Nullable V value, @Nullable Tier tier, int bytes, Instant createdAt, Instant expiresAt, List<String> tags) {

    /** The tags stay with the entry. */
    static <V> Held<V> local(LocalEntry<V> entry) {
        return new Held<>(entry.value(), Tier.LOCAL, entry.bytes(), entry.createdAt(), entry.expiresAt(), List.of());
    }

    static <V> Held<V> nowhere() {
        return new Held<>(null, null, 0, Instant.EPOCH, Instant.EPOCH, List.of());
    }

    LocalEntry<V> entry(TagStamp stamp) {
        return new LocalEntry<>(value, bytes, createdAt, expiresAt, stamp);
    }

    @Nullable
    Found<V> found() {
        return value == null || tier == null ? null : new Found<>(value, tier, createdAt, expiresAt);
    }
}

package io.mnemesh.cache.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that the store may not have.
 *
 * @param value null: the key was removed
 * @param bytes what the value weighs in the local tier
 */
public record Pending<V>(@Nullable V value, int bytes, Instant writtenAt, List<String> tags) {}

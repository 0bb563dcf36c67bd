package io.mnemesh.cache;

import java.time.Instant;

/**
 * A value and where it was.
 *
 * @param value     the value; do not change it
 * @param tier      the fastest tier that had it
 * @param createdAt when it was loaded or put
 * @param expiresAt when it ends in every tier, if it is not changed before
 */
public record Found<V>(V value, Tier tier, Instant createdAt, Instant expiresAt) {}

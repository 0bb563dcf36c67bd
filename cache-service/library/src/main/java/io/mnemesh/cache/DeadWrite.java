package io.mnemesh.cache;

import java.time.Instant;

/**
 * A write that the store would not take. Readers of the cache go on seeing it.
 *
 * @param version  of the write
 * @param attempts calls of the store
 * @param failure  what the last one said; for operators, not for callers
 * @param diedAt   when it was given up
 */
public record DeadWrite(String key, long version, int attempts, String failure, Instant diedAt) {}

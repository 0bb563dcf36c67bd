package io.mnemesh.memory.erasure;

import java.time.Instant;

/**
 * What a service answered to one part of a round.
 *
 * @param removed counts as JSON
 */
public record ErasureAnswer(String service, int round, int part, String removed, Instant answeredAt) {}

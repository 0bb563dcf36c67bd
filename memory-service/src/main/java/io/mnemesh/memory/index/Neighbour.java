package io.mnemesh.memory.index;

import java.util.UUID;

/**
 * A memory whose vector is near another one.
 *
 * @param similarity cosine, -1 to 1
 */
public record Neighbour(UUID id, double similarity) {}

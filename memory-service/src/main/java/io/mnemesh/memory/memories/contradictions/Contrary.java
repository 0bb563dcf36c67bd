package io.mnemesh.memory.memories.contradictions;

import io.mnemesh.memory.memories.Memory;

/**
 * Two memories of which one denies what the other says.
 *
 * @param similarity cosine of what they mean, -1 to 1
 */
public record Contrary(Memory one, Memory other, double similarity) {}

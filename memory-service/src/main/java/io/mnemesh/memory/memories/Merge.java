package io.mnemesh.memory.memories;

/**
 * One memory standing for another that says the same.
 *
 * @param survivor   stands for both
 * @param duplicate  stays as it is and is left out of lists and searches
 * @param similarity cosine of their vectors
 */
public record Merge(Memory survivor, Memory duplicate, double similarity) {}

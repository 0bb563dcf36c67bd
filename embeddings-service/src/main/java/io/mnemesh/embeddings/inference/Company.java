package io.mnemesh.embeddings.inference;

/**
 * Which sequences may share a batch so that the same text always gives the same bytes. Ordered from the freest to the
 * strictest, which holds everywhere; {@link ReproducibilityProbe} finds the freest that holds on the processor at hand.
 */
public enum Company {
    /** Any lengths, padded to the longest. */
    ANY_LENGTH,
    /** Only sequences of exactly the same length. */
    EQUAL_LENGTH,
    /** Each sequence by itself. */
    ALONE
}

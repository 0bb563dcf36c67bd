package io.mnemesh.embeddings.engine;

/**
 * How a processor computes a model fastest.
 *
 * @param workers        threads that compute
 * @param batchTokens    greatest batch, padded
 * @param overheadTokens fixed cost of a batch, in the time one more token takes
 */
public record Tuning(int workers, int batchTokens, int overheadTokens) {}

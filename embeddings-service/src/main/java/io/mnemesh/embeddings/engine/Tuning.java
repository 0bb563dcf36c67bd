package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.inference.Company;

/**
 * How a processor computes a model fastest without a text's bytes depending on its company.
 *
 * @param company        what may share a batch
 * @param workers        threads that compute
 * @param batchTokens    greatest batch, padded
 * @param overheadTokens fixed cost of a batch, in the time one more token takes
 */
public record Tuning(Company company, int workers, int batchTokens, int overheadTokens) {

    static final int USUAL_BATCH = 512;
    private static final int USUAL_OVERHEAD = 18;

    public Tuning {
        if (workers < 1 || batchTokens < 1 || overheadTokens < 0) {
            throw new IllegalArgumentException("Workers and batch are positive, the overhead is not negative.");
        }
    }

    /** What holds for most models and processors, each text by itself: right everywhere. */
    public static Tuning usual(int processors) {
        return new Tuning(Company.ALONE, processors, USUAL_BATCH, USUAL_OVERHEAD);
    }

    public Tuning with(Company other) {
        return new Tuning(other, workers, batchTokens, overheadTokens);
    }
}

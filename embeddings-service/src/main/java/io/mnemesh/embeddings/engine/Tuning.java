package io.mnemesh.embeddings.engine;

/**
 * How a processor computes a model fastest.
 *
 * @param workers        threads that compute
 * @param batchTokens    greatest batch, padded
 * @param overheadTokens fixed cost of a batch, in the time one more token takes
 */
public record Tuning(int workers, int batchTokens, int overheadTokens) {

    static final int USUAL_BATCH = 512;
    private static final int USUAL_OVERHEAD = 18;

    /** What holds for most models and processors. */
    public static Tuning usual(int processors) {
        return new Tuning(processors, USUAL_BATCH, USUAL_OVERHEAD);
    }
}

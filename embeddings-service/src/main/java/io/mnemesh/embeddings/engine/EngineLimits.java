package io.mnemesh.embeddings.engine;

/**
 * Sizes of the engine.
 *
 * @param express     true for one more thread that computes the interactive lane only, so that a query never waits for
 *                    the batches of the others to end; the operating system shares the cores
 * @param shareTokens a lane's waiting tokens are divided among the idle workers down to this size of a batch
 * @param queueTokens tokens that may wait in each lane
 * @param nice        how far the workers give way to other threads, 0 to 19; the express thread does not
 */
public record EngineLimits(boolean express, int shareTokens, int queueTokens, int nice) {

    public EngineLimits {
        if (shareTokens < 1 || queueTokens < 1) {
            throw new IllegalArgumentException("Share and queue are positive.");
        }
        if (nice < 0 || nice > 19) {
            throw new IllegalArgumentException("A nice value is 0 to 19.");
        }
    }
}

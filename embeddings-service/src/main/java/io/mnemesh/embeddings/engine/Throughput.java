package io.mnemesh.embeddings.engine;

/**
 * Tokens per second of one worker, as an exponentially weighted mean over batches. Safe for concurrent use.
 */
final class Throughput {

    private static final double WEIGHT = 0.1;

    private double tokensPerSecond;

    synchronized void record(int tokens, long nanos) {
        double sample = tokens * 1e9 / Math.max(1, nanos);
        tokensPerSecond = tokensPerSecond == 0 ? sample : tokensPerSecond + WEIGHT * (sample - tokensPerSecond);
    }

    synchronized double tokensPerSecond() {
        return tokensPerSecond;
    }
}

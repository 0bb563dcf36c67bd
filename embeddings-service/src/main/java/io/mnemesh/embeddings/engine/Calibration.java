package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Measures how the processor at hand computes a model fastest.
 *
 * <p>A batch of {@code t} padded tokens takes about {@code a + b × t}: a short and a usual batch give {@code a / b}, the
 * overhead the planner weighs padding against. Greater batches spread it over more tokens until their activations leave
 * the core's own cache; and on processors whose cores run two threads, half the threads may do more. The usual values hold
 * unless another one is clearly better, all are bounded, and the timer is to measure processor time, so that a
 * busy machine, or the work of the engine beside it, does no harm. Takes about a second of computing at most, less for small models.
 */
public final class Calibration {

    /** Smallest and greatest batch that may come out, in padded tokens. */
    public static final int LEAST_TOKENS = 256;

    public static final int MOST_TOKENS = 1024;

    private static final int USUAL_TOKENS = Tuning.USUAL_BATCH;
    private static final int LEAST_OVERHEAD = 4;
    private static final int MOST_OVERHEAD = 64;
    private static final double CLEARLY = 1.05;
    private static final int WIDTH = 64;
    private static final int SHORT = 16;
    private static final int REPEATS = 3;
    private static final long BUDGET = Duration.ofSeconds(1).toNanos();

    private final Encoder encoder;
    private final Company company;
    private final int processors;
    private final RunTimer timer;
    private final int[] ids;
    private long spent;

    /**
     * Does nothing yet.
     *
     * @param company    what may share a batch
     * @param vocabulary ids below this are valid
     * @param maxTokens  longest sequence
     * @param processors most threads that are worth while
     */
    public Calibration(
            Encoder encoder, Company company, int vocabulary, int maxTokens, int processors, RunTimer timer) {
        this.encoder = encoder;
        this.company = company;
        this.processors = processors;
        this.timer = timer;
        this.ids = new SplittableRandom(64)
                .ints(Math.min(WIDTH, maxTokens), 0, vocabulary)
                .toArray();
    }

    /**
     * Computes batches on the calling thread and others.
     *
     * @throws io.mnemesh.embeddings.inference.EncodingException if the model fails on one
     */
    public Tuning measure() {
        double single = nanos(1, 1, SHORT);
        double usual = nanos(1, rows(USUAL_TOKENS), ids.length);
        int batchTokens = company == Company.ALONE ? USUAL_TOKENS : batchTokens(usual);
        return new Tuning(company, workers(), batchTokens, overhead(single, usual));
    }

    private int overhead(double single, double usual) {
        double perToken = (usual - single) / (rows(USUAL_TOKENS) * ids.length - Math.min(SHORT, ids.length));
        double fixed = single - Math.min(SHORT, ids.length) * perToken;
        return perToken <= 0 ? MOST_OVERHEAD : (int) Math.clamp(fixed / perToken, LEAST_OVERHEAD, MOST_OVERHEAD);
    }

    private int batchTokens(double usual) {
        int best = USUAL_TOKENS;
        double rate = USUAL_TOKENS / usual;
        for (int tokens : new int[] {LEAST_TOKENS, MOST_TOKENS}) {
            if (spent < BUDGET) {
                double other = tokens / nanos(1, rows(tokens), ids.length);
                if (other > rate * CLEARLY) {
                    best = tokens;
                    rate = other;
                }
            }
        }
        return best;
    }

    private int workers() {
        int half = processors / 2;
        if (half == 0 || spent >= BUDGET) {
            return processors;
        }
        double all = processors / nanos(processors, rows(LEAST_TOKENS), ids.length);
        double some = half / nanos(half, rows(LEAST_TOKENS), ids.length);
        return some > all * CLEARLY ? half : processors;
    }

    /** The best time of several; of one if time is short. */
    private double nanos(int threads, int rows, int width) {
        int[] sequence = IntStream.of(ids).limit(width).toArray();
        var batch = IntStream.range(0, rows).mapToObj(row -> sequence).toList();
        long best = Long.MAX_VALUE;
        for (int n = 0; n < REPEATS && (n == 0 || spent < BUDGET); n++) {
            long took = timer.nanos(threads, () -> encoder.encode(batch));
            best = Math.min(best, took);
            spent += took;
        }
        return best;
    }

    private int rows(int tokens) {
        return Math.max(1, tokens / ids.length);
    }
}

package io.mnemesh.embeddings.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds, on the processor at hand, which batches leave a text's bytes unchanged.
 *
 * <p>A sum of floats depends on its order. In ONNX Runtime the order inside one output element is fixed by the sizes of
 * the inner dimensions and by the kernel; threads and the number of rows decide only who computes an element, unless a
 * kernel has a special form for one row or for a small remainder. Whether padding matters depends on whether masked
 * positions, whose weight is exactly zero, change the order in which the others are added. None of this is promised by
 * the runtime, so it is measured on the processor at hand with sequences whose lengths lie around the vector and block sizes of the
 * kernels: first padded batches of different lengths, then batches of equal length. The strictest result that was
 * needed is what the planner obeys. Probing costs a few hundred milliseconds once.
 *
 * <p>The ids are neighbours in the vocabulary, so that a table of word vectors that is mapped is not read whole for it.
 */
public final class ReproducibilityProbe {

    private static final int[] LENGTHS = {3, 4, 7, 8, 9, 15, 16, 17, 24, 31, 33, 48, 63, 65, 96, 127, 129};
    private static final int ROWS = 5;

    /** Ids the sequences are made of. */
    private static final int NEIGHBOURS = 512;

    private final int leastId;
    private final int mostId;
    private final int maxTokens;
    private final SplittableRandom random = new SplittableRandom(384);

    /**
     * @param vocabulary ids below this are valid
     * @param maxTokens  longest sequence
     */
    public ReproducibilityProbe(int vocabulary, int maxTokens) {
        this.mostId = vocabulary - 1;
        this.leastId = Math.max(0, vocabulary - NEIGHBOURS);
        this.maxTokens = maxTokens;
    }

    /** @return the freest company that changed no bit */
    public Company probe(Encoder encoder) {
        if (mixed(encoder)) {
            return Company.ANY_LENGTH;
        }
        return equal(encoder) ? Company.EQUAL_LENGTH : Company.ALONE;
    }

    private boolean mixed(Encoder encoder) {
        var sequences = new ArrayList<int[]>();
        for (int length : LENGTHS) {
            if (length <= maxTokens) {
                sequences.add(sequence(length));
            }
        }
        for (int from = 0; from < sequences.size(); from++) {
            var batch = new ArrayList<>(sequences.subList(from, Math.min(from + ROWS, sequences.size())));
            batch.add(sequences.get(sequences.size() - 1 - from / 2));
            if (!sameAsAlone(encoder, batch)) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(Encoder encoder) {
        for (int length : LENGTHS) {
            if (length <= maxTokens) {
                var batch = new ArrayList<int[]>();
                for (int row = 0; row < ROWS; row++) {
                    batch.add(sequence(length));
                }
                if (!sameAsAlone(encoder, batch)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean sameAsAlone(Encoder encoder, List<int[]> batch) {
        List<float[]> together = encoder.encode(batch);
        for (int row = 0; row < batch.size(); row++) {
            float[] alone = encoder.encode(List.of(batch.get(row))).getFirst();
            if (!Arrays.equals(alone, together.get(row))) {
                return false;
            }
        }
        return true;
    }

    private int[] sequence(int length) {
        return random.ints(length, leastId, mostId + 1).toArray();
    }
}

package io.mnemesh.memory.index.document;

import java.util.List;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Cosines of L2-normalised vectors with a question, alone and pooled with their neighbours. */
public final class Cosines {

    private static final float NEIGHBOUR = 0.5f;

    private final float[] @Nullable [] vectors;

    /** @param vectors one per position, null where there is none */
    public Cosines(float[] @Nullable [] vectors) {
        this.vectors = vectors;
    }

    /** Not a number where there is no vector or no question. */
    public float alone(int position, float @Nullable [] question) {
        float[] vector = vectors[position];
        return vector == null || question == null ? Float.NaN : VectorUtil.dotProduct(question, vector);
    }

    /** Of two documents; 0 where one has no vector. */
    public double between(int one, int other) {
        float[] first = vectors[one];
        float[] second = vectors[other];
        return first == null || second == null ? 0 : VectorUtil.dotProduct(first, second);
    }

    /** The vector plus half of each nearest neighbour's. */
    public float pooled(int position, List<Integer> before, List<Integer> after, float @Nullable [] question) {
        float[] vector = vectors[position];
        if (vector == null || question == null) {
            return Float.NaN;
        }
        float[] pool = vector.clone();
        add(pool, before);
        add(pool, after);
        return (float) (VectorUtil.dotProduct(question, pool) / Math.sqrt(VectorUtil.dotProduct(pool, pool)));
    }

    private void add(float[] pool, List<Integer> neighbours) {
        float[] nearest = neighbours.isEmpty() ? null : vectors[neighbours.getFirst()];
        if (nearest != null) {
            for (int i = 0; i < pool.length; i++) {
                pool[i] += NEIGHBOUR * nearest[i];
            }
        }
    }
}

package io.mnemesh.intelligence.outcome;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Parts decisions for cross-validation, so that every part has its share of each outcome. */
final class Folds {

    private Folds() {}

    /** @return the number of the fold of each, 0 to {@code folds} - 1 */
    static int[] stratified(boolean[] ended, int folds, long seed) {
        var draws = new SplittableRandom(seed);
        int[] order = IntStream.range(0, ended.length).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = draws.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        int[] fold = new int[ended.length];
        int next = 0;
        for (boolean label : new boolean[] {true, false}) {
            for (int row : order) {
                if (ended[row] == label) {
                    fold[row] = next++ % folds;
                }
            }
        }
        return fold;
    }
}

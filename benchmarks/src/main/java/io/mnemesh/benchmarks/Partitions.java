package io.mnemesh.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * How far two partitions of the same lines agree; each gives every line the number of its group.
 *
 * <p>Grouping accuracy is as of Zhu et al. (ICSE-SEIP 2019), its F1 over groups as of Jiang et al. (ISSTA 2024), the
 * adjusted Rand index as of Hubert and Arabie (1985).
 */
final class Partitions {

    private final int size;
    private final Map<Integer, Integer> found;
    private final Map<Integer, Integer> wanted;
    private final Map<Long, Integer> both = new HashMap<>();

    Partitions(int[] found, int[] wanted) {
        if (found.length != wanted.length) {
            throw new IllegalArgumentException("Both partitions must be of the same lines.");
        }
        this.size = found.length;
        this.found = counts(found);
        this.wanted = counts(wanted);
        for (int i = 0; i < size; i++) {
            both.merge(((long) found[i] << 32) | wanted[i], 1, Integer::sum);
        }
    }

    /** Part of the lines whose group holds exactly the lines of the wanted one, 0 to 1. */
    double accuracy() {
        int lines = 0;
        for (var cell : both.entrySet()) {
            lines += isWhole(cell.getKey(), cell.getValue()) ? cell.getValue() : 0;
        }
        return size == 0 ? 1 : (double) lines / size;
    }

    /** F1 of the groups that hold exactly the lines of a wanted one, 0 to 1. */
    double groupF1() {
        int whole = 0;
        for (var cell : both.entrySet()) {
            whole += isWhole(cell.getKey(), cell.getValue()) ? 1 : 0;
        }
        return size == 0 ? 1 : 2.0 * whole / (found.size() + wanted.size());
    }

    /** Adjusted Rand index: 1 for equal partitions, about 0 for independent ones. */
    double adjustedRand() {
        double together = pairs(both.values());
        double inFound = pairs(found.values());
        double inWanted = pairs(wanted.values());
        double all = size * (size - 1.0) / 2;
        double expected = all == 0 ? 0 : inFound * inWanted / all;
        double most = (inFound + inWanted) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private boolean isWhole(long groups, int lines) {
        return found.getOrDefault((int) (groups >> 32), 0) == lines && wanted.getOrDefault((int) groups, 0) == lines;
    }

    private static Map<Integer, Integer> counts(int[] groups) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int group : groups) {
            counts.merge(group, 1, Integer::sum);
        }
        return counts;
    }

    private static double pairs(Iterable<Integer> counts) {
        double pairs = 0;
        for (int count : counts) {
            pairs += count * (count - 1.0) / 2;
        }
        return pairs;
    }
}

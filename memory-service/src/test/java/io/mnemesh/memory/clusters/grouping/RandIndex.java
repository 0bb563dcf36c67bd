package io.mnemesh.memory.clusters.grouping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The adjusted Rand index of two partitions (Hubert and Arabie 1985): 1 if they are the same, about 0 by chance. */
final class RandIndex {

    private RandIndex() {}

    /** @param one label of each thing in one partition, in the order of {@code other} */
    static double of(List<?> one, List<?> other) {
        Map<Object, Long> rows = new HashMap<>();
        Map<Object, Long> columns = new HashMap<>();
        Map<List<Object>, Long> cells = new HashMap<>();
        for (int i = 0; i < one.size(); i++) {
            rows.merge(one.get(i), 1L, Long::sum);
            columns.merge(other.get(i), 1L, Long::sum);
            cells.merge(List.of(one.get(i), other.get(i)), 1L, Long::sum);
        }
        double both = pairs(cells.values());
        double inOne = pairs(rows.values());
        double inOther = pairs(columns.values());
        double expected = inOne * inOther / pairs(List.of((long) one.size()));
        double most = (inOne + inOther) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double pairs(Iterable<Long> counts) {
        double pairs = 0;
        for (long count : counts) {
            pairs += count * (count - 1) / 2.0;
        }
        return pairs;
    }
}

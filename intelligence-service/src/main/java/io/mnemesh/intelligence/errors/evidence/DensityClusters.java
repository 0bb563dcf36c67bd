package io.mnemesh.intelligence.errors.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * DBSCAN (Ester et al., KDD 1996) with two points for a core, over a given neighbourhood: points are one cluster if steps
 * to neighbours lead from one to the other. O(n²) comparisons, for the few points that are near a new one.
 */
public final class DensityClusters {

    private DensityClusters() {}

    /** Whether two points are neighbours; the same either way. */
    public interface Nearness {

        boolean near(int a, int b);
    }

    /** The clusters of at least two points, each in rising order. */
    public static List<List<Integer>> of(int points, Nearness nearness) {
        var clusters = new ArrayList<List<Integer>>();
        boolean[] seen = new boolean[points];
        for (int first = 0; first < points; first++) {
            if (seen[first]) {
                continue;
            }
            seen[first] = true;
            var members = new ArrayList<Integer>();
            var reached = new ArrayDeque<>(List.of(first));
            while (!reached.isEmpty()) {
                int point = reached.remove();
                members.add(point);
                for (int other = 0; other < points; other++) {
                    if (!seen[other] && nearness.near(point, other)) {
                        seen[other] = true;
                        reached.add(other);
                    }
                }
            }
            if (members.size() > 1) {
                clusters.add(members.stream().sorted().toList());
            }
        }
        return List.copyOf(clusters);
    }
}

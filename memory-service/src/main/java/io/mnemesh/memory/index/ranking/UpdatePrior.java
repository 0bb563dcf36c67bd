package io.mnemesh.memory.index.ranking;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Of statements that contradict each other the latest counts: the others come down to {@value #BELOW} below its own score,
 * and stay there to be seen. Turns of conversations are left as they are; who says what when is part of what they tell.
 */
final class UpdatePrior implements Prior {

    private static final double BELOW = 0.05;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        var addends = new double[scene.size()];
        Map<String, List<Integer>> claims = IntStream.range(0, scene.size())
                .filter(i -> !scene.profile(i).turn() && scene.profile(i).claim() != null)
                .boxed()
                .collect(Collectors.groupingBy(i -> claim(scene, i).key()));
        for (List<Integer> same : claims.values()) {
            int latest = same.stream()
                    .max(Comparator.comparing((Integer i) -> scene.profile(i).happenedAt())
                            .thenComparing(i -> scene.candidates().get(i).id()))
                    .orElseThrow();
            for (int i : same) {
                if (claim(scene, i).contradicts(claim(scene, latest))) {
                    addends[i] = -BELOW - Math.max(0, soFar[i] - soFar[latest]);
                }
            }
        }
        return addends;
    }

    private static Claim claim(Scene scene, int position) {
        Claim claim = scene.profile(position).claim();
        if (claim == null) {
            throw new IllegalArgumentException("The candidate claims nothing.");
        }
        return claim;
    }
}

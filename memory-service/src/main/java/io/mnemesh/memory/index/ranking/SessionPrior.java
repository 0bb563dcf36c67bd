package io.mnemesh.memory.index.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session is about few things: each memory is drawn towards the mean of the best three of its session. Where there is
 * no session the conversation stands in for it; a memory with neither is its own session and gets nothing.
 */
final class SessionPrior implements Prior {

    private static final double WEIGHT = 0.1;
    private static final int BEST = 3;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        Map<Group, List<Double>> scores = new HashMap<>();
        for (int i = 0; i < scene.size(); i++) {
            Group group = Group.of(scene.profile(i));
            if (group != null) {
                scores.computeIfAbsent(group, none -> new ArrayList<>()).add(scene.base(i));
            }
        }
        Map<Group, Double> means = new HashMap<>();
        scores.forEach((group, all) -> means.put(group, mean(all)));
        var addends = new double[scene.size()];
        for (int i = 0; i < addends.length; i++) {
            Group group = Group.of(scene.profile(i));
            Double mean = group == null ? null : means.get(group);
            addends[i] = mean == null ? 0 : WEIGHT * (mean - scene.base(i));
        }
        return addends;
    }

    private static double mean(List<Double> scores) {
        return scores.stream()
                .sorted(Comparator.reverseOrder())
                .limit(BEST)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** What belongs together. */
    private record Group(String conversation, String session) {

        static @Nullable Group of(Profile profile) {
            String conversation = profile.conversation();
            String session = profile.session();
            return conversation == null && session == null
                    ? null
                    : new Group(conversation == null ? "" : conversation, session == null ? "" : session);
        }
    }
}

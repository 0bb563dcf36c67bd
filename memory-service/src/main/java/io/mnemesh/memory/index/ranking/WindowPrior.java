package io.mnemesh.memory.index.ranking;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A turn is found through its neighbours: what its window of two turns before and after scores beyond the turn itself.
 *
 * <p>By words: each word of the question counts with its idf where it occurs nearest, times {@value #DECAY} per turn of
 * distance, so that words spread over a question and its answer add up and none counts twice. By meaning: the pooled
 * vector of the turn and its two nearest neighbours. A turn without neighbours is its own window and gets nothing.
 *
 * <p>What belongs to no conversation says by itself all it has to say, and a turn should not win over it by its neighbours
 * alone. It gets what turns get that score like it by themselves: the uplift at its score on the {@link Trend} of the
 * turns, never less than nothing. Turns among turns rank as if there were nothing else. Time is O(candidates · words).
 */
final class WindowPrior implements Prior {

    private static final double DECAY = 0.8;

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        var addends = new double[scene.size()];
        for (int i = 0; i < addends.length; i++) {
            Candidate candidate = scene.candidates().get(i);
            if (!candidate.before().isEmpty() || !candidate.after().isEmpty()) {
                double words = coverage(scene, candidate) - scene.coverage()[i];
                double meaning =
                        candidate.embedded() ? Fusion.semantic(candidate.windowCosine()) - scene.semantic()[i] : 0;
                addends[i] = scene.fusion().fuse(words, meaning);
            }
        }
        lift(scene, addends);
        return addends;
    }

    /** Fills in what belongs to no conversation. */
    private static void lift(Scene scene, double[] addends) {
        int[] turns = IntStream.range(0, addends.length)
                .filter(i -> scene.profile(i).turn())
                .toArray();
        Trend trend = Trend.through(
                IntStream.of(turns).mapToDouble(scene::base).toArray(),
                IntStream.of(turns).mapToDouble(i -> addends[i]).toArray());
        for (int i = 0; i < addends.length; i++) {
            if (!scene.profile(i).turn()) {
                addends[i] = Math.max(0, trend.at(scene.base(i)));
            }
        }
    }

    private static double coverage(Scene scene, Candidate candidate) {
        double[] idf = scene.question().idf();
        double bound = scene.question().bound();
        if (bound <= 0) {
            return 0;
        }
        double covered = 0;
        for (int word = 0; word < idf.length; word++) {
            double nearness = candidate.words().get(word)
                    ? 1
                    : Math.max(nearness(scene, candidate.before(), word), nearness(scene, candidate.after(), word));
            covered += idf[word] * nearness;
        }
        return covered / bound;
    }

    private static double nearness(Scene scene, List<Integer> neighbours, int word) {
        double nearness = DECAY;
        for (int position : neighbours) {
            if (scene.candidates().get(position).words().get(word)) {
                return nearness;
            }
            nearness *= DECAY;
        }
        return 0;
    }
}

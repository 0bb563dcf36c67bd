package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The nearest by cosine, found by looking at every vector: what an approximate search is measured against. What was asked
 * once is remembered, since each index is asked the same.
 */
final class ExactSearch {

    private final PlantedCorpus corpus;
    private final VectorTable vectors;
    private final Map<Asked, List<Integer>> answers = new HashMap<>();

    ExactSearch(PlantedCorpus corpus, VectorTable vectors) {
        this.corpus = corpus;
        this.vectors = vectors;
    }

    VectorTable vectors() {
        return vectors;
    }

    /** Positions of the nearest in a part of the corpus, nearest first. O(texts · dimensions) the first time. */
    List<Integer> nearest(String question, float[] vector, int count, Selectivity selectivity, int which) {
        return answers.computeIfAbsent(
                new Asked(question, count, selectivity, which), asked -> nearest(vector, count, selectivity, which));
    }

    private List<Integer> nearest(float[] vector, int count, Selectivity selectivity, int which) {
        var best = new PriorityQueue<Near>(Comparator.comparingDouble(Near::cosine));
        IntStream.range(0, vectors.size())
                .filter(position -> corpus.memories().get(position).passes(selectivity, which))
                .forEach(position -> {
                    best.add(new Near(position, vectors.cosine(position, vector)));
                    if (best.size() > count) {
                        best.poll();
                    }
                });
        return best.stream()
                .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                .map(Near::position)
                .toList();
    }

    private record Near(int position, double cosine) {}

    private record Asked(String question, int count, Selectivity selectivity, int which) {}
}

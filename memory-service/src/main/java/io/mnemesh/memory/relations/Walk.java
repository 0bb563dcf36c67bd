package io.mnemesh.memory.relations;

import io.mnemesh.memory.relations.RelatedMemories.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A walk through a graph, level by level, that keeps of every level only what weighs most. Belongs to one thread.
 */
final class Walk {

    private static final Comparator<Found> HEAVIEST = Comparator.comparingInt(Found::distance)
            .thenComparing(Comparator.comparingDouble(Found::weight).reversed())
            .thenComparing(Found::id);

    private final Map<UUID, Found> found = new HashMap<>();
    private final UUID start;
    private int level;

    Walk(UUID start) {
        this.start = start;
    }

    /** Where the next step starts: the heaviest of the last level. */
    List<UUID> frontier(int most) {
        return level == 0
                ? List.of(start)
                : found.values().stream()
                        .filter(one -> one.distance() == level)
                        .sorted(HEAVIEST)
                        .limit(most)
                        .map(Found::id)
                        .toList();
    }

    /** Takes the edges that lead on from the frontier. */
    void step(Collection<Relation> relations) {
        int next = level + 1;
        Map<UUID, List<Relation>> byTarget = new LinkedHashMap<>();
        for (Relation relation : relations) {
            boolean known = relation.to().equals(start) || found.containsKey(relation.to());
            if (!known) {
                byTarget.computeIfAbsent(relation.to(), none -> new ArrayList<>())
                        .add(relation);
            }
        }
        byTarget.forEach((id, ways) -> found.put(id, reached(id, next, ways)));
        level = next;
    }

    private Found reached(UUID id, int distance, List<Relation> ways) {
        double weight = ways.stream()
                .mapToDouble(way -> way.weight() * weight(way.from()))
                .max()
                .orElseThrow();
        List<Step> steps = ways.stream()
                .map(way -> new Step(way.from(), way.kind(), way.weight()))
                .sorted(Comparator.comparingDouble(Step::weight).reversed().thenComparing(Step::kind))
                .toList();
        return new Found(id, distance, weight, steps);
    }

    private double weight(UUID id) {
        Found before = found.get(id);
        return before == null ? 1 : before.weight();
    }

    /** The nearest first, those of one distance by their weight. */
    List<Found> found(int most) {
        return found.values().stream().sorted(HEAVIEST).limit(most).toList();
    }

    /**
     * A memory that was reached.
     *
     * @param distance steps on the shortest way
     * @param weight   product of the weights on the best way of that length
     * @param steps    last steps of the ways of that length
     */
    record Found(UUID id, int distance, double weight, List<Step> steps) {}
}

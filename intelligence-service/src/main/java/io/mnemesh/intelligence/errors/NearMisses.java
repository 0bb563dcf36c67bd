package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.evidence.DensityClusters;
import io.mnemesh.intelligence.errors.mining.MeaningGuard;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Parted;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Point;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The rule that finds groups with templates that say the same in nearly the same words. New groups and those nearest to
 * them are clustered by density; within a cluster groups are joined only if each is like each and {@link MeaningGuard} has
 * nothing against any pair, so that a chain of small steps never joins its ends. Stack traces and groups that were parted
 * are left alone.
 */
final class NearMisses {

    /** Groups that a new one is clustered with. */
    private static final int NEAREST = 8;

    private final double similarity;

    /** @param similarity least cosine of two groups that may be one */
    NearMisses(double similarity) {
        this.similarity = similarity;
    }

    /** Groups that are one, at least two each, with the least likeness of any two of them. */
    record Same(List<Point> groups, double similarity) {}

    List<Same> find(List<Point> fresh, List<Point> known, Set<Parted> parted) {
        List<Point> points = neighbourhood(fresh, known);
        var found = new ArrayList<Same>();
        for (List<Integer> cluster : DensityClusters.of(points.size(), (a, b) -> near(points.get(a), points.get(b)))) {
            List<Point> members = cluster.stream()
                    .map(points::get)
                    .sorted(Comparator.comparingLong((Point one) -> -one.occurrences())
                            .thenComparing(Point::group))
                    .toList();
            found.addAll(split(members, parted));
        }
        return List.copyOf(found);
    }

    private List<Point> neighbourhood(List<Point> fresh, List<Point> known) {
        var points = new LinkedHashMap<UUID, Point>();
        for (Point one : fresh) {
            if (one.stack()) {
                continue;
            }
            points.putIfAbsent(one.group(), one);
            known.stream()
                    .filter(other -> !other.stack() && near(one, other))
                    .sorted(Comparator.comparingDouble(other -> -Vectors.similarity(one.vector(), other.vector())))
                    .limit(NEAREST + 1L)
                    .forEach(other -> points.putIfAbsent(other.group(), other));
        }
        return List.copyOf(points.values());
    }

    /** Parts a cluster into groups of which all may be one with all. */
    private List<Same> split(List<Point> cluster, Set<Parted> parted) {
        var sets = new ArrayList<List<Point>>();
        for (Point one : cluster) {
            sets.stream()
                    .filter(set -> set.stream().allMatch(other -> isSame(one, other, parted)))
                    .findFirst()
                    .ifPresentOrElse(set -> set.add(one), () -> sets.add(new ArrayList<>(List.of(one))));
        }
        return sets.stream()
                .filter(set -> set.size() > 1)
                .map(set -> new Same(List.copyOf(set), least(set)))
                .toList();
    }

    private boolean isSame(Point a, Point b, Set<Parted> parted) {
        return near(a, b)
                && MeaningGuard.mayBeOne(a.template(), b.template())
                && !parted.contains(new Parted(a.group(), b.group()))
                && !parted.contains(new Parted(b.group(), a.group()));
    }

    private boolean near(Point a, Point b) {
        return a.model().equals(b.model()) && Vectors.similarity(a.vector(), b.vector()) >= similarity;
    }

    private static double least(List<Point> set) {
        double least = 1;
        for (Point a : set) {
            for (Point b : set) {
                least = Math.min(least, Vectors.similarity(a.vector(), b.vector()));
            }
        }
        return least;
    }
}

package io.mnemesh.memory.clusters.grouping;

import io.mnemesh.testing.FakeIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record of groups, kept as the service keeps it: step by step, with the nearest found by looking at all. */
final class GroupedWorld {

    static final double THRESHOLD = 0.35;

    private static final int NEAR = 8;

    final Map<UUID, float[]> vectors = new HashMap<>();
    final Map<UUID, @Nullable UUID> groupOf = new HashMap<>();
    private final Map<UUID, Long> sizes = new HashMap<>();
    private final Map<UUID, double[]> sums = new HashMap<>();
    private final FakeIds ids = new FakeIds();
    private final int dimensions;

    GroupedWorld(int dimensions) {
        this.dimensions = dimensions;
    }

    /** One step with these arrivals; those that are there already are delivered again. */
    void arrive(Map<UUID, float[]> arrivals) {
        var step = new Grouping(THRESHOLD, dimensions, ids::next);
        Map<UUID, List<UUID>> near = new HashMap<>();
        vectors.putAll(arrivals);
        Set<UUID> known = new HashSet<>();
        arrivals.forEach((id, vector) -> near.put(id, nearest(id, vector)));
        near.values().forEach(known::addAll);
        known.addAll(arrivals.keySet());
        known.retainAll(groupOf.keySet());
        tell(step, known, List.of());
        arrivals.keySet().stream()
                .sorted()
                .forEach(id -> step.arrive(
                        id, Objects.requireNonNull(arrivals.get(id)), Objects.requireNonNull(near.get(id))));
        step.settle();
        take(step.result());
    }

    /** These are gone; their groups are counted anew and looked through. */
    void leave(Collection<UUID> gone) {
        Set<UUID> touched = new HashSet<>();
        for (UUID id : gone) {
            vectors.remove(id);
            UUID group = groupOf.remove(id);
            if (group != null) {
                touched.add(group);
            }
        }
        touched.forEach(this::count);
        lookThrough(touched);
    }

    /** Splits what falls apart. */
    void lookThrough(Collection<UUID> groups) {
        var step = new Grouping(THRESHOLD, dimensions, ids::next);
        tell(step, members(groups), groups);
        groups.stream().sorted().forEach(step::lookThrough);
        step.settle();
        take(step.result());
    }

    Set<UUID> groups() {
        return Set.copyOf(sizes.keySet());
    }

    long size(UUID group) {
        return sizes.getOrDefault(group, 0L);
    }

    double[] sum(UUID group) {
        return Objects.requireNonNull(sums.get(group));
    }

    Set<UUID> members(Collection<UUID> groups) {
        var members = new HashSet<UUID>();
        groupOf.forEach((member, group) -> {
            if (group != null && groups.contains(group)) {
                members.add(member);
            }
        });
        return members;
    }

    private void tell(Grouping step, Set<UUID> known, Collection<UUID> counted) {
        Stream.concat(counted.stream(), known.stream().map(groupOf::get).filter(Objects::nonNull))
                .distinct()
                .sorted()
                .forEach(group -> step.group(group, size(group), sum(group)));
        known.stream().sorted().forEach(id -> step.member(id, vectors.get(id), groupOf.get(id)));
    }

    private List<UUID> nearest(UUID id, float[] vector) {
        var others = new ArrayList<>(vectors.keySet());
        others.remove(id);
        return others.stream()
                .filter(other -> cosine(vector, vectors.get(other)) >= THRESHOLD)
                .sorted(Comparator.comparingDouble((UUID other) -> -cosine(vector, vectors.get(other)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAR)
                .toList();
    }

    private void count(UUID group) {
        var sum = new double[dimensions];
        Set<UUID> members = members(Set.of(group));
        members.stream().sorted().forEach(member -> Vectors.add(sum, Vectors.unit(vectors.get(member)), 1));
        sizes.put(group, (long) members.size());
        sums.put(group, sum);
    }

    private void take(Regrouping result) {
        result.joined().forEach((gone, into) -> {
            groupOf.replaceAll((member, group) -> gone.equals(group) ? into : group);
            sizes.remove(gone);
            sums.remove(gone);
        });
        groupOf.putAll(result.placed());
        result.dissolved().forEach(gone -> {
            groupOf.replaceAll((member, group) -> gone.equals(group) ? null : group);
            sizes.remove(gone);
            sums.remove(gone);
        });
        result.changed().forEach(changed -> {
            sizes.put(changed.id(), changed.size());
            sums.put(changed.id(), changed.sum());
        });
    }

    static double cosine(float[] one, float[] other) {
        return Vectors.dot(Vectors.unit(one), Vectors.unit(other));
    }
}

package io.mnemesh.memory.clusters;

import io.mnemesh.memory.clusters.grouping.Grouping;
import io.mnemesh.memory.clusters.grouping.Regrouping;
import io.mnemesh.memory.clusters.persistence.ClusterRepository.Place;
import io.mnemesh.memory.clusters.persistence.StoredCluster;
import io.mnemesh.memory.index.Generation;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What a step of clustering looks at, read from the record within one transaction. Not thread-safe. */
final class Scene {

    /** Members up to which a cluster can be split. */
    static final int LOOKED_THROUGH = 256;

    /** Growth after which a cluster is looked through again. */
    private static final int GROWTH = 2;

    private final Generation generation;
    private final List<Arrival> arrivals;
    private final List<Place> placed;
    private final Map<UUID, StoredCluster> clusters = new LinkedHashMap<>();
    private final Map<UUID, float[]> vectors = new HashMap<>();
    private final Map<UUID, Map<UUID, float[]>> members = new LinkedHashMap<>();
    private final Map<UUID, Count> counts = new LinkedHashMap<>();

    Scene(Generation generation, List<Arrival> arrivals, List<Place> placed) {
        this.generation = generation;
        this.arrivals = arrivals;
        this.placed = placed;
    }

    void clusters(List<StoredCluster> found) {
        found.forEach(cluster -> clusters.put(cluster.id(), cluster));
    }

    /** Vectors of memories that are placed. */
    void vectors(Map<UUID, float[]> found) {
        vectors.putAll(found);
    }

    boolean knows(UUID cluster) {
        return clusters.containsKey(cluster);
    }

    /** Memories that were to be placed. */
    List<UUID> arrived() {
        return arrivals.stream().map(arrival -> arrival.memory().id()).toList();
    }

    /** Clusters that lost members, have grown much, or have vectors of another model. */
    List<UUID> toCount(List<UUID> changed) {
        return clusters.values().stream()
                .filter(cluster -> changed.contains(cluster.id())
                        || !cluster.build().equals(generation.name())
                        || cluster.sum().length != generation.dimensions()
                        || (cluster.size() <= LOOKED_THROUGH && cluster.size() >= GROWTH * cluster.checkedSize()))
                .map(StoredCluster::id)
                .toList();
    }

    void count(UUID cluster, Map<UUID, float[]> page) {
        counts.computeIfAbsent(cluster, none -> new Count(generation.dimensions()))
                .add(page.values());
        Map<UUID, float[]> known = members.computeIfAbsent(cluster, none -> new LinkedHashMap<>());
        if (known.size() <= LOOKED_THROUGH) {
            known.putAll(page);
        }
    }

    /**
     * Groups anew what is looked at.
     *
     * @param similarity from which on two memories are near
     * @param ids        of new clusters
     */
    Regrouping regroup(double similarity, Supplier<UUID> ids) {
        var grouping = new Grouping(similarity, generation.dimensions(), ids);
        clusters.values().forEach(cluster -> {
            Count count = counts.get(cluster.id());
            if (count == null) {
                grouping.group(cluster.id(), cluster.size(), cluster.sum());
            } else {
                grouping.group(cluster.id(), count.size, count.sum);
            }
        });
        members.forEach((cluster, known) -> known.entrySet().stream()
                .limit(LOOKED_THROUGH)
                .forEach(one -> grouping.member(one.getKey(), one.getValue(), cluster)));
        for (Place place : placed) {
            float[] vector = vectors.get(place.memory());
            boolean known = place.cluster() == null || clusters.containsKey(place.cluster());
            if (vector != null && known) {
                grouping.member(place.memory(), vector, place.cluster());
            }
        }
        counts.keySet().forEach(grouping::lookThrough);
        arrivals.forEach(arrival ->
                grouping.arrive(arrival.memory().id(), arrival.vectored().vector(), arrival.near()));
        grouping.settle();
        return grouping.result();
    }

    /** A changed cluster with what is known of it. */
    ClusterNames.Next next(Regrouping.Changed changed) {
        return new ClusterNames.Next(
                changed,
                generation.name(),
                clusters.get(changed.id()),
                counts.containsKey(changed.id()),
                arrivals.stream()
                        .filter(arrival ->
                                changed.came().contains(arrival.memory().id()))
                        .map(arrival -> arrival.memory().createdAt())
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    /** Members of a cluster counted anew. */
    private static final class Count {

        private final double[] sum;
        private long size;

        Count(int dimensions) {
            sum = new double[dimensions];
        }

        void add(Collection<float[]> page) {
            for (float[] vector : page) {
                float[] unit = Grouping.unit(vector);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += unit[i];
                }
                size++;
            }
        }
    }
}

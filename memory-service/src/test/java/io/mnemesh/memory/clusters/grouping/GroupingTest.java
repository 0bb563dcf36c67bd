package io.mnemesh.memory.clusters.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.testing.FakeIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private static final int DIMENSIONS = 64;

    /** Vectors around so many directions, every fifth around none. */
    private static Map<UUID, float[]> around(int topics, int count, double noise, Random random) {
        List<float[]> directions = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            directions.add(direction(random));
        }
        Map<UUID, float[]> vectors = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            float[] vector = direction(random);
            if (i % 5 != 4) {
                float[] topic = directions.get(i % topics);
                for (int d = 0; d < DIMENSIONS; d++) {
                    vector[d] = (float) (topic[d] + noise * vector[d]);
                }
            }
            vectors.put(FakeIds.of(i + 1), vector);
        }
        return vectors;
    }

    private static float[] direction(Random random) {
        var vector = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] = (float) random.nextGaussian();
        }
        return Vectors.unit(vector);
    }

    private static GroupedWorld fed(Map<UUID, float[]> vectors, Random order, int page) {
        var world = new GroupedWorld(DIMENSIONS);
        var ids = new ArrayList<>(vectors.keySet());
        Collections.shuffle(ids, order);
        for (int from = 0; from < ids.size(); from += page) {
            Map<UUID, float[]> arrivals = new HashMap<>();
            ids.subList(from, Math.min(ids.size(), from + page)).forEach(id -> arrivals.put(id, vectors.get(id)));
            world.arrive(arrivals);
        }
        return world;
    }

    private static List<Object> labels(GroupedWorld world, Map<UUID, float[]> vectors) {
        return vectors.keySet().stream()
                .map(id -> {
                    UUID group = world.groupOf.get(id);
                    return (Object) (group == null ? id : group);
                })
                .toList();
    }

    private static void assertConsistent(GroupedWorld world) {
        for (UUID group : world.groups()) {
            Set<UUID> members = world.members(Set.of(group));
            assertThat(members).hasSize((int) world.size(group)).hasSizeGreaterThan(1);
            var sum = new double[DIMENSIONS];
            members.forEach(member -> Vectors.add(sum, Vectors.unit(world.vectors.get(member)), 1));
            assertThat(world.sum(group)).containsExactly(sum, within(1e-6));
        }
        assertThat(world.groupOf.keySet()).isEqualTo(world.vectors.keySet());
        assertThat(world.groups())
                .containsAll(world.groupOf.values().stream()
                        .filter(group -> group != null)
                        .toList());
    }

    @Property(tries = 60)
    void shouldKeepSizesAndSumsOfWhateverComesAndGoes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 32) int page) {
        var random = new Random(seed);
        Map<UUID, float[]> vectors = around(1 + random.nextInt(6), 40 + random.nextInt(60), 0.9, random);
        GroupedWorld world = fed(vectors, random, page);
        assertConsistent(world);

        List<UUID> gone =
                vectors.keySet().stream().filter(id -> random.nextInt(3) == 0).toList();
        world.leave(gone);
        assertConsistent(world);

        Map<UUID, float[]> back = new HashMap<>();
        gone.forEach(id -> back.put(id, vectors.get(id)));
        world.arrive(back);
        assertConsistent(world);
    }

    @Property(tries = 40)
    void shouldChangeNothingWhenTheSameIsDeliveredAgain(@ForAll long seed) {
        var random = new Random(seed);
        Map<UUID, float[]> vectors = around(3, 40, 0.7, random);
        GroupedWorld world = fed(vectors, random, 8);
        for (int i = 0; i < 3; i++) {
            world.arrive(vectors);
        }
        Map<UUID, UUID> before = new HashMap<>(world.groupOf);

        world.arrive(vectors);

        assertThat(world.groupOf).isEqualTo(before);
    }

    @Property(tries = 25)
    void shouldMakeTheSameGroupsOfTheSameStepsEveryTime(@ForAll long seed) {
        Map<UUID, float[]> vectors = around(4, 60, 0.8, new Random(seed));

        GroupedWorld one = fed(vectors, new Random(seed), 7);
        GroupedWorld other = fed(vectors, new Random(seed), 7);

        assertThat(one.groupOf).isEqualTo(other.groupOf);
    }

    @Test
    void shouldMakeNearlyTheSameGroupsInAnyOrder() {
        Map<UUID, float[]> vectors = around(12, 400, 0.8, new Random(4));
        List<Object> first = labels(fed(vectors, new Random(0), 32), vectors);
        double least = 1;
        double sum = 0;
        for (int shuffle = 1; shuffle <= 10; shuffle++) {
            double index = RandIndex.of(first, labels(fed(vectors, new Random(shuffle), 32), vectors));
            least = Math.min(least, index);
            sum += index;
        }
        System.out.printf("adjusted Rand index over ten orders: mean %.3f, least %.3f%n", sum / 10, least);

        assertThat(least).isGreaterThan(0.9);
    }

    @Test
    void shouldFindTheTopicsThatAreThere() {
        Map<UUID, float[]> vectors = around(8, 400, 0.7, new Random(9));
        List<Object> topics = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            topics.add(i % 5 == 4 ? "alone " + i : "topic " + i % 8);
        }

        List<Object> found = labels(fed(vectors, new Random(1), 16), vectors);

        assertThat(RandIndex.of(topics, found)).isGreaterThan(0.9);
    }

    @Test
    void shouldJoinTwoGroupsOnceSomethingStandsBetweenThem() {
        var world = new GroupedWorld(2);
        world.arrive(Map.of(FakeIds.of(1), at(0), FakeIds.of(2), at(2)));
        world.arrive(Map.of(FakeIds.of(3), at(78), FakeIds.of(4), at(80)));
        assertThat(world.groups()).hasSize(2);

        world.arrive(Map.of(FakeIds.of(5), at(38), FakeIds.of(6), at(40), FakeIds.of(7), at(42)));

        assertThat(world.groups()).hasSize(1);
        assertThat(world.members(world.groups())).hasSize(7);
    }

    @Test
    void shouldSplitAGroupThatLostItsMiddle() {
        var world = new GroupedWorld(2);
        world.arrive(Map.of(FakeIds.of(1), at(0), FakeIds.of(2), at(2)));
        world.arrive(Map.of(FakeIds.of(5), at(38), FakeIds.of(6), at(40), FakeIds.of(7), at(42)));
        world.arrive(Map.of(FakeIds.of(3), at(78), FakeIds.of(4), at(80)));
        assertThat(world.groups()).hasSize(1);
        UUID before = world.groups().iterator().next();

        world.leave(List.of(FakeIds.of(5), FakeIds.of(6), FakeIds.of(7)));

        assertThat(world.groups()).hasSize(2).contains(before);
        assertThat(world.groupOf.get(FakeIds.of(1))).isEqualTo(world.groupOf.get(FakeIds.of(2)));
        assertThat(world.groupOf.get(FakeIds.of(3))).isEqualTo(world.groupOf.get(FakeIds.of(4)));
    }

    @Test
    void shouldLeaveTheLastOneAlone() {
        var world = new GroupedWorld(2);
        world.arrive(Map.of(FakeIds.of(1), at(0), FakeIds.of(2), at(2)));

        world.leave(List.of(FakeIds.of(2)));

        assertThat(world.groups()).isEmpty();
        assertThat(world.groupOf).containsOnlyKeys(FakeIds.of(1)).containsEntry(FakeIds.of(1), null);
    }

    private static float[] at(int degrees) {
        double angle = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
}

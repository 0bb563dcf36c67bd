package io.mnemesh.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SubjectQueuesTest {

    private record Item(String subject, int number) {}

    @Property(tries = 300)
    void shouldRunEachSubjectInOrderAndOneAtATime(
            @ForAll @IntRange(min = 1, max = 8) int limit,
            @ForAll @IntRange(min = 1, max = 6) int subjects,
            @ForAll long seed) {
        // Given
        var queues = new SubjectQueues<Item>(limit);
        var random = new Random(seed);
        Map<String, Integer> offered = new HashMap<>();
        Map<String, List<Integer>> done = new HashMap<>();
        List<Item> running = new ArrayList<>();
        List<Item> parked = new ArrayList<>();

        // When
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    String subject = "s" + random.nextInt(subjects);
                    queues.offer(subject, new Item(subject, offered.merge(subject, 1, Integer::sum)));
                }
                case 1 -> {
                    Item item = queues.poll();
                    if (item != null) {
                        assertThat(running).noneMatch(other -> other.subject().equals(item.subject()));
                        assertThat(parked).noneMatch(other -> other.subject().equals(item.subject()));
                        running.add(item);
                    }
                }
                case 2 -> finish(queues, random, running, done);
                case 3 -> {
                    if (!running.isEmpty()) {
                        Item item = running.remove(random.nextInt(running.size()));
                        queues.park(item.subject());
                        parked.add(item);
                    }
                }
                default -> {
                    if (!parked.isEmpty()) {
                        Item item = parked.remove(random.nextInt(parked.size()));
                        queues.unpark(item.subject(), item);
                    }
                }
            }
            // Then
            assertThat(queues.running()).isEqualTo(running.size()).isLessThanOrEqualTo(limit);
        }
        parked.forEach(item -> queues.unpark(item.subject(), item));
        do {
            while (!running.isEmpty()) {
                finish(queues, random, running, done);
            }
            Item item = queues.poll();
            if (item != null) {
                running.add(item);
            }
        } while (!running.isEmpty());
        offered.forEach((subject, count) -> assertThat(done.get(subject))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.rangeClosed(1, count).boxed().toList()));
    }

    private static void finish(
            SubjectQueues<Item> queues, Random random, List<Item> running, Map<String, List<Integer>> done) {
        if (!running.isEmpty()) {
            Item item = running.remove(random.nextInt(running.size()));
            done.computeIfAbsent(item.subject(), s -> new ArrayList<>()).add(item.number());
            queues.done(item.subject());
        }
    }

    @Property(tries = 100)
    void shouldDropAllButRunningAndParked(@ForAll long seed) {
        // Given
        var queues = new SubjectQueues<Integer>(2);
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            queues.offer("s" + random.nextInt(4), i);
        }
        queues.poll();

        // When
        List<Integer> dropped = queues.dropWaiting();

        // Then
        assertThat(dropped).hasSize(29);
        assertThat(queues.poll()).isNull();
        assertThat(queues.running()).isEqualTo(1);
    }
}

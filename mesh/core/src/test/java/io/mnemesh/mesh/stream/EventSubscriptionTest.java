package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventSubscriptionTest extends SubscriptionFixture {

    @Test
    void shouldKeepOrderPerSubjectOverTwoInstancesThatFailNowAndThen() {
        // Given
        var first = node();
        var second = node();
        var busy = ConcurrentHashMap.<String>newKeySet();
        var overlaps = new AtomicInteger();
        for (StreamNode node : List.of(first, second)) {
            node.subscribe("orders", 1000, (event, delivery) -> {
                if (!busy.add(event.subject())) {
                    overlaps.incrementAndGet();
                }
                return soon().invoke(() -> {
                    busy.remove(event.subject());
                    int dice = ThreadLocalRandom.current().nextInt(10);
                    if (dice == 0) {
                        throw new IllegalStateException("A bug that shows now and then.");
                    } else if (dice == 1) {
                        throw away();
                    }
                    note(event);
                });
            });
        }
        int subjects = 40;
        int each = 25;

        // When
        for (int number = 0; number < each; number++) {
            int current = number;
            first.publish(IntStream.range(0, subjects)
                    .mapToObj(subject -> event("s" + subject, current))
                    .toList());
        }

        // Then
        await().until(() -> count() >= subjects * each);
        List<Integer> expected = IntStream.range(0, each).boxed().toList();
        assertThat(handled)
                .hasSize(subjects)
                .allSatisfy((subject, numbers) -> assertThat(numbers).containsExactlyElementsOf(expected));
        assertThat(overlaps).hasValue(0);
        await().until(() -> first.backlog("orders") == 0);
    }

    @Test
    void shouldLetOtherSubjectsPassOneThatIsTriedAgain() {
        // Given
        var node = node(Map.of("mnemesh.mesh.concurrency", "1"));
        node.subscribe("fair", (event, delivery) -> {
            if (event.subject().equals("stuck")) {
                return Uni.createFrom().failure(away());
            }
            note(event);
            return Uni.createFrom().voidItem();
        });

        // When
        node.publish(event("stuck", 0), event("stuck", 1));
        node.publish(IntStream.range(0, 20).mapToObj(i -> event("s" + i, 0)).toList());

        // Then
        await().until(() -> count() == 20);
    }

    @Test
    void shouldAcknowledgeOtherTypesUnseen() {
        // Given
        var node = node();
        node.subscribe("narrow", (event, delivery) -> soon().invoke(() -> note(event)));

        // When
        node.publish(alert("a"));
        node.publish(event("a", 1));

        // Then
        await().until(() -> count() == 1 && node.backlog("narrow") == 0);
    }

    @Test
    void shouldAcknowledgeManyOfOtherTypesInOneRead() {
        // Given
        var node = node(Map.of("mnemesh.mesh.batch", "4000", "mnemesh.mesh.in-flight", "4000"));
        List<MeshEvent<?>> events = new ArrayList<>();
        IntStream.range(0, 2500).forEach(number -> events.add(alert("a")));
        events.add(event("a", 1));
        node.publish(events);

        // When
        node.subscribe("narrow", (event, delivery) -> soon().invoke(() -> note(event)));

        // Then
        await().until(() -> count() == 1 && node.backlog("narrow") == 0);
        assertThat(handled.get("a")).containsExactly(1);
    }

    @Test
    void shouldReadAtOnceOrAfterTheLinger() {
        // Given
        var node = node();
        var patient = new AtomicInteger();
        node.publish(alert("a"));
        node.subscribe("eager", (event, delivery) -> soon().invoke(() -> note(event)));
        node.subscribe(
                "unhurried",
                Duration.ofMillis(50),
                (event, delivery) -> Uni.createFrom().voidItem().invoke(patient::incrementAndGet));
        node.subscribe(
                "asleep",
                Duration.ofHours(1),
                (event, delivery) -> Uni.createFrom().failure(new AssertionError("An hour has not passed.")));
        await("its first read").until(() -> node.backlog("asleep") == 0);

        // When
        for (int number = 0; number < 50; number++) {
            int published = number + 1;
            node.publish(event("a", number));
            await().until(() -> count() == published);
        }

        // Then
        await().until(() -> patient.get() == 50 && node.backlog("unhurried") == 0);
        assertThat(node.backlog("asleep")).isEqualTo(50);
        assertThat(letters(node.deadLetters(), "asleep")).isEmpty();
    }

    @Test
    void shouldReplayFromATimeAndAfterEntries() {
        // Given
        var node = node();
        node.subscribe("again", (event, delivery) -> soon().invoke(() -> note(event)));
        List<String> ids = node.publish(event("a", 0), event("a", 1), event("a", 2));
        await().until(() -> count() == 3 && node.backlog("again") == 0);

        // When
        node.replay().fromTime("again", Instant.EPOCH).await().atMost(RedisFixture.PATIENCE);

        // Then
        await().until(() -> count() == 6 && node.backlog("again") == 0);
        assertThat(handled.get("a")).containsExactly(0, 1, 2, 0, 1, 2);

        // When
        int partition = new Partitioner(3).partition(StreamNode.ACME, "a");
        node.replay()
                .afterEntries("again", Map.of(partition, ids.get(1)))
                .await()
                .atMost(RedisFixture.PATIENCE);

        // Then
        await().until(() -> count() == 7);
        assertThat(handled.get("a")).endsWith(2);
    }
}

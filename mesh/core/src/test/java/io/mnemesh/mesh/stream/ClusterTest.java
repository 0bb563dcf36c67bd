package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.redis.RedisClusterFixture;
import io.mnemesh.mesh.redis.RedisFixture;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The transport on Redis Cluster: three masters, partitions on different ones. */
@Tag("slow")
class ClusterTest {

    private static RedisClusterFixture cluster;

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(java.time.Duration.ofMillis(20));
        cluster = RedisClusterFixture.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static StreamNode node() {
        return new StreamNode(
                cluster.lines(),
                OpenTelemetry.noop(),
                Map.of("mnemesh.mesh.partitions", "8", "mnemesh.mesh.retention", "1s"));
    }

    @Test
    void shouldCarryEventsOverAllMastersInOrderAndSetAsideReplayFollowAndTrim() {
        // Given
        Map<String, Queue<Integer>> handled = new ConcurrentHashMap<>();
        var followed = new AtomicInteger();
        var broken = ConcurrentHashMap.<Integer>newKeySet();
        broken.add(13);
        try (var first = node();
                var second = node()) {
            for (StreamNode node : List.of(first, second)) {
                node.subscribe("clustered", 2, (event, delivery) -> {
                    if (broken.contains(number(event))) {
                        throw new IllegalStateException("Broken.");
                    }
                    handled.computeIfAbsent(event.subject(), s -> new ConcurrentLinkedQueue<>())
                            .add(number(event));
                    return Uni.createFrom().voidItem();
                });
            }
            first.log().follow(Cursor.START, counting(followed));

            // When
            for (int number = 0; number < 20; number++) {
                int current = number;
                first.publish(IntStream.range(0, 30)
                        .mapToObj(subject -> event("s" + subject, current))
                        .toList());
            }

            // Then
            await().until(() -> handled.values().stream().mapToInt(Queue::size).sum() == 30 * 19);
            assertThat(handled)
                    .allSatisfy((subject, numbers) ->
                            assertThat(List.copyOf(numbers)).isSorted());
            await().until(() -> followed.get() == 600);
            await().until(() -> first.deadLetters()
                            .list("clustered", null, 100, null)
                            .await()
                            .atMost(RedisFixture.PATIENCE)
                            .items()
                            .size()
                    == 30);
            assertThat(cluster.mastersWithKeys()).isEqualTo(3);

            // When
            broken.clear();
            first.deadLetters().replayAll("clustered", null).await().atMost(RedisFixture.PATIENCE);

            // Then
            await().until(() -> handled.values().stream().mapToInt(Queue::size).sum() == 600);
            await().until(() -> first.backlog("clustered") == 0);
            var trimmed = new AtomicInteger();
            await().until(() -> trimmed.addAndGet(first.trimmer()
                            .trim()
                            .await()
                            .atMost(RedisFixture.PATIENCE)
                            .intValue())
                    == 600);

            // When
            first.publish(event("s0", 99));
            await().until(() -> handled.get("s0").contains(99));
            first.replay().fromTime("clustered", Instant.EPOCH).await().atMost(RedisFixture.PATIENCE);

            // Then
            await().until(() -> handled.get("s0").stream().filter(n -> n == 99).count() == 2);
        }
    }

    private static EventFollower counting(AtomicInteger followed) {
        return new EventFollower() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public Uni<Void> onEvents(List<FollowedEvent> events) {
                followed.addAndGet(events.size());
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> onGap(Cursor resumeAt) {
                return Uni.createFrom().voidItem();
            }
        };
    }
}

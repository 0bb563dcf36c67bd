package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What instances take over from each other, and what Redis being away does to them. */
class HandoverTest extends SubscriptionFixture {

    @Test
    void shouldTakeOverWhatAKilledInstanceHadInHand() {
        // Given an instance that takes events and never finishes them
        var doomed = node();
        var taken = new AtomicInteger();
        doomed.subscribe("heirs", (event, delivery) -> {
            taken.incrementAndGet();
            return Uni.createFrom().nothing();
        });
        doomed.publish(
                IntStream.range(0, 30).mapToObj(i -> event("s" + i % 5, i / 5)).toList());
        await().until(() -> taken.get() == 5);

        // When
        doomed.kill();
        var heir = node();
        heir.subscribe("heirs", (event, delivery) -> soon().invoke(() -> note(event)));

        // Then
        await().until(() -> count() == 30);
        assertThat(handled).allSatisfy((subject, numbers) -> assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5));
        await().until(() -> heir.backlog("heirs") == 0);
    }

    @Test
    void shouldHandOverAtAStopWithoutWaitingForTheLease() {
        // Given
        var config = Map.of("mnemesh.mesh.lease-ttl", "30s");
        var leaving = node(config);
        leaving.subscribe("relay", (event, delivery) -> soon().invoke(() -> note(event)));
        leaving.publish(event("a", 0));
        await().until(() -> count() == 1);

        // When
        leaving.stop();
        var next = node(config);
        next.subscribe("relay", (event, delivery) -> soon().invoke(() -> note(event)));
        next.publish(event("a", 1));

        // Then
        await().atMost(Duration.ofSeconds(5)).until(() -> count() == 2);
        assertThat(handled.get("a")).containsExactly(0, 1);
    }

    @Test
    void shouldFinishRunningHandlersBeforeAStopCompletes() {
        // Given
        var node = node();
        var begun = new AtomicBoolean();
        var ended = new AtomicBoolean();
        node.subscribe("patient", (event, delivery) -> {
            begun.set(true);
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(150))
                    .invoke(() -> ended.set(true));
        });
        node.publish(event("a", 0));
        await().untilTrue(begun);

        // When
        node.stop();

        // Then
        assertThat(ended).isTrue();
        assertThat(node().backlog("patient")).isZero();
    }

    @Test
    void shouldGoOnAfterRedisWasKilled() {
        // Given
        var node = node();
        node.subscribe("survivor", (event, delivery) -> soon().invoke(() -> note(event)));
        node.publish(event("a", 0));
        await().until(() -> count() == 1);

        // When
        RedisFixture.server().kill();
        RedisFixture.server().restart();
        await().ignoreExceptions().until(() -> node.publish(event("b", 1)).size() == 1);

        // Then
        await().until(() -> handled.containsKey("b"));
    }

    @Test
    void shouldStartWithoutRedis() {
        // Given
        RedisFixture.server().stop();
        var node = node();

        // When
        node.subscribe("early", (event, delivery) -> soon().invoke(() -> note(event)));
        RedisFixture.server().restart();

        // Then
        await().ignoreExceptions().until(() -> node.publish(event("a", 1)).size() == 1);
        await().until(() -> count() >= 1);
    }

    @Test
    void shouldShareThePartitionsAmongInstances() {
        // Given
        var config = Map.of("mnemesh.mesh.partitions", "16");
        var first = node(config);
        var second = node(config);
        var seenBy = new ConcurrentHashMap<Integer, StreamNode>();
        for (StreamNode node : List.of(first, second)) {
            node.subscribe("shared", (event, delivery) -> {
                seenBy.put(delivery.partition(), node);
                return Uni.createFrom().voidItem();
            });
        }

        // When
        await().until(() -> {
            first.publish(
                    IntStream.range(0, 200).mapToObj(i -> event("s" + i, i)).toList());
            return seenBy.size() == 16 && seenBy.values().stream().distinct().count() == 2;
        });

        // Then
        await().until(() -> owned(first) + owned(second) == 16);
        assertThat(owned(first)).isBetween(1.0, 15.0);
    }

    private static double owned(StreamNode node) {
        return node.meters.get(StreamMetrics.OWNED).gauge().value();
    }
}

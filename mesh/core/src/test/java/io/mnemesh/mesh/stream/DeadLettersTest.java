package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLettersTest extends SubscriptionFixture {

    @Test
    void shouldBuryAfterTheLastAttemptAndReplayToTheGroupAlone() {
        // Given
        var node = node();
        var broken = new AtomicBoolean(true);
        var attempts = new ConcurrentLinkedQueue<Integer>();
        var others = new AtomicInteger();
        node.subscribe("picky", 3, (event, delivery) -> {
            attempts.add(delivery.attempt());
            if (broken.get()) {
                throw new IllegalArgumentException("I cannot digest this.");
            }
            note(event);
            return Uni.createFrom().voidItem();
        });
        node.subscribe("other", (event, delivery) -> {
            others.incrementAndGet();
            return Uni.createFrom().voidItem();
        });

        // When
        var event = event("a", 7);
        String id = node.publish(event).getFirst();
        var letters = node.deadLetters();
        await().until(() -> !letters(letters).isEmpty());

        // Then
        assertThat(attempts).containsExactly(1, 2, 3);
        DeadLetter letter = letters(letters).getFirst();
        assertThat(letter.errorType()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(letter.errorMessage()).isEqualTo("I cannot digest this.");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.entryId()).isEqualTo(id);
        assertThat(letter.tenant()).isEqualTo("acme");
        assertThat(letter.fields()).isEqualTo(StreamNode.codec().encode(event));
        assertThat(letters.find("picky", letter.id()).await().atMost(RedisFixture.PATIENCE))
                .contains(letter);

        // When
        broken.set(false);
        assertThat(letters.replay("picky", letter.id()).await().atMost(RedisFixture.PATIENCE))
                .isTrue();

        // Then
        await().until(() -> count() == 1);
        assertThat(handled.get("a")).containsExactly(7);
        assertThat(letters(letters)).isEmpty();
        await().until(() -> node.backlog("picky") == 0);
        assertThat(others).hasValue(1);
        assertThat(letters.replay("picky", letter.id()).await().atMost(RedisFixture.PATIENCE))
                .isFalse();
    }

    @Test
    void shouldBuryWhatCannotBeReadAndGoOn() {
        // Given
        var node = node();
        node.subscribe("picky", (event, delivery) -> soon().invoke(() -> note(event)));
        int partition = new Partitioner(3).partition(StreamNode.ACME, "a");
        String stream = StreamKeys.events(partition);

        // When
        RedisFixture.command(
                Request.cmd(Command.XADD).arg(stream).arg("*").arg("rubbish").arg("yes"));
        RedisFixture.command(Request.cmd(Command.XADD)
                .arg(stream)
                .arg("*")
                .arg("ce_type")
                .arg(EventTypes.TASK_PREDICTED.name())
                .arg("data")
                .arg("{"));
        node.publish(event("a", 1));

        // Then
        await().until(() -> count() == 1 && letters(node.deadLetters()).size() == 2);
        assertThat(letters(node.deadLetters()))
                .extracting(DeadLetter::attempts, letter -> letter.fields().containsKey("ce_type"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, false), org.assertj.core.groups.Tuple.tuple(0, true));
        await().until(() -> node.backlog("picky") == 0);
    }

    @Test
    void shouldPageReplayAllAndDropDeadLetters() {
        // Given
        var node = node();
        var broken = new AtomicBoolean(true);
        node.subscribe("picky", 1, (event, delivery) -> {
            if (broken.get()) {
                throw new IllegalArgumentException("No.");
            }
            note(event);
            return Uni.createFrom().voidItem();
        });
        node.publish(IntStream.range(0, 25).mapToObj(i -> event("s" + i, i)).toList());
        var letters = node.deadLetters();
        await().until(() -> letters(letters).size() == 25);

        // When
        var first = letters.list("picky", null, 10, null).await().atMost(RedisFixture.PATIENCE);
        var second = letters.list("picky", null, 10, first.nextCursor()).await().atMost(RedisFixture.PATIENCE);
        var third = letters.list("picky", StreamNode.ACME, 10, second.nextCursor())
                .await()
                .atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(first.items()).hasSize(10);
        assertThat(second.items()).hasSize(10).doesNotContainAnyElementsOf(first.items());
        assertThat(third.items()).hasSize(5);
        assertThat(third.nextCursor()).isNull();
        assertThat(letters.list("picky", new io.mnemesh.mesh.tenancy.TenantId("other"), 10, null)
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .items())
                .isEmpty();

        // When
        assertThat(letters.drop("picky", first.items().getFirst().id()).await().atMost(RedisFixture.PATIENCE))
                .isTrue();
        broken.set(false);
        assertThat(letters.replayAll("picky", null).await().atMost(RedisFixture.PATIENCE))
                .isEqualTo(24);

        // Then
        await().until(() -> count() == 24);
        assertThat(letters(letters)).isEmpty();
    }

    @Test
    void shouldNeverBuryForTransientFailures() {
        // Given
        var node = node();
        var tries = new AtomicInteger();
        node.subscribe("stoic", 2, (event, delivery) -> {
            if (tries.incrementAndGet() <= 40) {
                return Uni.createFrom().failure(new RuntimeException(away()));
            }
            note(event);
            return Uni.createFrom().voidItem();
        });

        // When
        node.publish(event("a", 1));

        // Then
        await().until(() -> count() == 1);
        assertThat(tries).hasValue(41);
        assertThat(node.deadLetters()
                        .list("stoic", null, 10, null)
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .items())
                .isEmpty();
        assertThat(node.meters
                        .counter(StreamMetrics.RETRIES, "group", "stoic", "transient", "true")
                        .count())
                .isEqualTo(40);
    }
}

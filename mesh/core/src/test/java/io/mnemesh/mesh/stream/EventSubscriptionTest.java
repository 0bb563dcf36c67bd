package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSubscriptionTest {

    private final List<StreamNode> nodes = new ArrayList<>();
    private final Map<String, Queue<Integer>> handled = new ConcurrentHashMap<>();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void empty() {
        RedisFixture.flush();
    }

    @AfterEach
    void close() {
        nodes.forEach(StreamNode::close);
    }

    private StreamNode node() {
        return node(Map.of());
    }

    private StreamNode node(Map<String, String> config) {
        var node = new StreamNode(config);
        nodes.add(node);
        return node;
    }

    private void note(MeshEvent<?> event) {
        handled.computeIfAbsent(event.subject(), s -> new ConcurrentLinkedQueue<>())
                .add(number(event));
    }

    private int count() {
        return handled.values().stream().mapToInt(Queue::size).sum();
    }

    private static Uni<Void> soon() {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 4)));
    }

    private static ProblemException away() {
        return new ProblemException(ProblemType.UNAVAILABLE, "The database is away.");
    }

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

    private static List<DeadLetter> letters(DeadLetters letters) {
        return letters(letters, "picky");
    }

    private static List<DeadLetter> letters(DeadLetters letters, String group) {
        return letters.list(group, null, 100, null)
                .await()
                .atMost(RedisFixture.PATIENCE)
                .items();
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

    private static MeshEvent<AlertRaised> alert(String subject) {
        return new MeshEvent<>(
                UUID.randomUUID(),
                EventTypes.ALERT_RAISED,
                "/test",
                subject,
                Instant.EPOCH,
                StreamNode.ACME,
                null,
                new AlertRaised(UUID.randomUUID(), "high", "t", "d", Instant.EPOCH, null));
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

package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Instances that subscribe, and what their handlers have seen. */
abstract class SubscriptionFixture {

    final List<StreamNode> nodes = new ArrayList<>();
    final Map<String, Queue<Integer>> handled = new ConcurrentHashMap<>();

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

    StreamNode node() {
        return node(Map.of());
    }

    StreamNode node(Map<String, String> config) {
        var node = new StreamNode(config);
        nodes.add(node);
        return node;
    }

    void note(MeshEvent<?> event) {
        handled.computeIfAbsent(event.subject(), s -> new ConcurrentLinkedQueue<>())
                .add(number(event));
    }

    int count() {
        return handled.values().stream().mapToInt(Queue::size).sum();
    }

    static Uni<Void> soon() {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 4)));
    }

    static ProblemException away() {
        return new ProblemException(ProblemType.UNAVAILABLE, "The database is away.");
    }

    static List<DeadLetter> letters(DeadLetters letters) {
        return letters(letters, "picky");
    }

    static List<DeadLetter> letters(DeadLetters letters, String group) {
        return letters.list(group, null, 100, null)
                .await()
                .atMost(RedisFixture.PATIENCE)
                .items();
    }

    static MeshEvent<AlertRaised> alert(String subject) {
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
}

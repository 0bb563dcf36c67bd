package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.erasure.ErasureListener;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(MessageServices.class)
class MessageErasureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    EventPublisher publisher;

    @Inject
    EventFactory events;

    @Inject
    EventLog log;

    private final String mark = "e-" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID erasure = UUID.randomUUID();

    @Test
    void shouldRemoveMessagesOfAndAboutAnErasedUserAndOfErasedMemories() {
        // Given
        UUID memory = UUID.randomUUID();
        var ana = new RelayMessages(Tokens.of(mark, "ana", "member"), mark);
        var bob = new RelayMessages(Tokens.of(mark, "bob", "member"), mark);
        String sent = ana.send("sent", "wrong");
        String about = bob.send("about", "wrong", payload(Map.of("context", Map.of("user", "ana"))));
        String memories = bob.send("memory", "wrong", payload(Map.of("memory", memory.toString())));
        String kept = bob.send("kept", "wrong", payload(Map.of("context", Map.of("user", "anabel"))));
        for (String id : List.of(about, memories, kept)) {
            bob.awaitState(id, "dead");
        }

        // When
        List<ErasureAcknowledged> answers = answers(request(1, memory), request(2, memory));

        // Then
        assertThat(answers).extracting(ErasureAcknowledged::service).containsOnly("gateway");
        assertThat(answers)
                .extracting(ErasureAcknowledged::removed)
                .containsExactly(Map.of("messages", 3L), Map.of("messages", 0L));
        ana.receipt(sent).statusCode(404);
        bob.receipt(about).statusCode(404);
        bob.receipt(memories).statusCode(404);
        bob.receipt(kept).statusCode(200);
    }

    private static Map<String, ?> payload(Map<String, ?> payload) {
        var body = new HashMap<String, Object>(payload);
        body.put("mode", "wrong");
        return Map.of("payload", body);
    }

    private MeshEvent<MemoryErased> request(int round, UUID memory) {
        return events.create(
                EventTypes.MEMORY_ERASED,
                new TenantId(mark),
                erasure.toString(),
                new MemoryErased(erasure, round, 1, 1, "ana", true, true, List.of(memory), Instant.now()));
    }

    private List<ErasureAcknowledged> answers(MeshEvent<?>... requests) {
        var answers = new CopyOnWriteArrayList<ErasureAcknowledged>();
        Cursor end = log.end().await().atMost(PATIENCE);
        try (EventLog.Following following = log.follow(end, new ErasureListener(erasure, answers))) {
            for (MeshEvent<?> request : requests) {
                int known = answers.size();
                publisher.publish(List.of(request)).await().atMost(PATIENCE);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .untilAsserted(() -> assertThat(answers).hasSize(known + 1));
            }
            assertThat(following.backlog()).isGreaterThanOrEqualTo(0);
        }
        return List.copyOf(answers);
    }
}

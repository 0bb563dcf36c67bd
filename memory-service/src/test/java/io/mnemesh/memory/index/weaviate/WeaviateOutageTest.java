package io.mnemesh.memory.index.weaviate;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.NOON;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.memory.fake.FakeEventLog;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexFollower;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexState;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.SnapshotSource;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A server that goes away under the index. */
@Tag("slow")
@EnabledIf("there")
class WeaviateOutageTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final FakeEventLog log = new FakeEventLog();
    private WeaviateServer server;
    private MemoryIndex index;
    private IndexFollower follower;

    static boolean there() {
        return WeaviateServer.ownThere();
    }

    @BeforeEach
    void start() throws IOException {
        server = WeaviateServer.own();
        index = new WeaviateMemoryIndex(server.settings("Outage", 3));
        follower = new IndexFollower("memory-index", index, log, new EmptyRecord(), () -> new Generation("", null, 3));
        follower.start().await().atMost(SOON);
        log.append(created(1, "before"));
        found("before", id(1));
    }

    @AfterEach
    void stop() {
        follower.stop();
        log.close();
        server.close();
    }

    @Test
    void shouldWaitForAServerThatDiedAndLoseNothing() throws IOException, InterruptedException {
        server.kill();
        for (int i = 2; i < 12; i++) {
            log.append(created(i, "meanwhile number" + i));
        }

        assertThat(problem().await().atMost(SOON)).isEqualTo(ProblemType.UNAVAILABLE);
        await().atMost(SOON).untilAsserted(() -> assertThat(index.available()).isFalse());
        assertThat(follower.backlog()).isEqualTo(10);

        server.start();

        found("number11", id(11));
        found("before", id(1));
        assertThat(follower.backlog()).isZero();
        assertThat(follower.state()).isEqualTo(IndexState.FOLLOWING);
        assertThat(index.available()).isTrue();
        assertThat(index.statistics().documents()).isEqualTo(11);
    }

    @Test
    void shouldRefuseInTimeWhatAServerThatHangsDoesNotAnswer() throws IOException, InterruptedException {
        server.freeze();
        long start = System.nanoTime();

        List<Uni<ProblemType>> questions =
                IntStream.range(0, 100).mapToObj(i -> problem()).toList();
        List<ProblemType> answers =
                Uni.join().all(questions).andCollectFailures().await().atMost(Duration.ofMinutes(1));

        assertThat(answers).containsOnly(ProblemType.UNAVAILABLE, ProblemType.TOO_MANY_REQUESTS);
        // A thread that has waited since an earlier question may take one only when the queue was full already.
        assertThat(answers).filteredOn(ProblemType.TOO_MANY_REQUESTS::equals).hasSizeBetween(100 - 8 - 64, 100 - 64);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4 * (72 / 8) + 5));
        assertThat(index.available()).isFalse();

        server.thaw();
        log.append(created(2, "after"));
        found("after", id(2));
    }

    /** What a question is refused with. */
    private Uni<ProblemType> problem() {
        return index.search(words(ACME, "before"))
                .<ProblemType>map(hits -> {
                    throw new IllegalStateException("It was answered.");
                })
                .onFailure(ProblemException.class)
                .recoverWithItem(ProblemException::type);
    }

    private void found(String text, UUID expected) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(ProblemException.class)
                .untilAsserted(() -> assertThat(index.search(words(ACME, text))
                                .await()
                                .atMost(SOON)
                                .hits())
                        .extracting(IndexHits.Hit::id)
                        .containsExactly(expected));
    }

    private static MeshEvent<?> created(long number, String content) {
        return new MeshEvent<>(
                UUID.randomUUID(),
                EventTypes.MEMORY_CREATED,
                "/test",
                id(number).toString(),
                NOON,
                ACME,
                null,
                new MemoryCreated(
                        id(number), 1, "fact", content, MemoryContext.EMPTY, Map.of(), 0.5, null, "ana", NOON));
    }

    /** A record that holds nothing; what the index has it can only have from the log. */
    private static final class EmptyRecord implements SnapshotSource {

        @Override
        public Uni<List<TenantId>> tenants() {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<List<IndexedMemory>> page(TenantId tenant, Generation generation, @Nullable UUID after, int limit) {
            return Uni.createFrom().item(List.of());
        }
    }
}

package io.mnemesh.memory.index;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.MODEL;
import static io.mnemesh.memory.index.Samples.NOON;
import static io.mnemesh.memory.index.Samples.hybrid;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.memory;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.memory.fake.FakeEventLog;
import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFollowerTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final float[] EAST = {1, 0, 0};

    @TempDir
    Path directory;

    private final FakeEventLog log = new FakeEventLog();
    private final List<IndexedMemory> record = new ArrayList<>();
    private final AtomicInteger recordFailures = new AtomicInteger();
    private MemoryIndex index;
    private IndexFollower follower;

    @BeforeEach
    void create() {
        index = new LuceneMemoryIndex(new LuceneSettings(
                directory, true, 3, 50, new Fusion(0.5), Duration.ofMillis(10), Duration.ofSeconds(5), 1_000, 1, 16));
        follower = new IndexFollower("memory-index", index, log, new FakeRecord(), () -> new Generation("", null, 3));
    }

    @AfterEach
    void stop() {
        follower.stop();
        log.close();
    }

    @Test
    void shouldFollowCreatedUpdatedEmbeddedAndDeleted() {
        start();
        log.append(created(1, "ana likes window seats"));
        log.append(created(2, "bob likes aisle seats"));
        log.append(updated(2, 2, "bob likes exit rows"));
        log.append(embedded(1));
        log.append(created(3, "gone"));
        log.append(deleted(3));

        found(words(ACME, "seats"), id(1));
        found(words(ACME, "exit"), id(2));
        found(words(ACME, "gone"));
        found(hybrid(ACME, "unknownword", EAST), id(1));
        assertThat(follower.backlog()).isZero();
        assertThat(follower.state()).isEqualTo(IndexState.FOLLOWING);
    }

    @Test
    void shouldLeaveOutVectorsOfAnotherModel() {
        follower =
                new IndexFollower("memory-index", index, log, new FakeRecord(), () -> new Generation("", "another", 3));
        start();
        log.append(created(1, "ana likes window seats"));
        log.append(embedded(1));
        log.append(created(2, "marker"));

        found(words(ACME, "marker"), id(2));
        found(words(ACME, "seats"), id(1));
        assertThat(index.nearest(ACME, EAST, MemoryFilter.ALL, 5).await().atMost(SOON))
                .isEmpty();
    }

    @Test
    void shouldTakeInARepeatedHistoryWithoutAChange() {
        start();
        for (int round = 0; round < 2; round++) {
            log.append(created(1, "first"));
            log.append(updated(1, 2, "second"));
            log.append(embedded(1));
        }
        log.append(created(9, "marker"));

        found(words(ACME, "marker"), id(9));
        found(words(ACME, "second"), id(1));
        found(words(ACME, "first"));
        assertThat(index.statistics().documents()).isEqualTo(2);
    }

    @Test
    void shouldResumeWhereItStoppedWithoutReadingTheRecord() {
        start();
        log.append(created(1, "before"));
        found(words(ACME, "before"), id(1));
        follower.stop();
        log.append(created(2, "while away"));
        recordFailures.set(Integer.MAX_VALUE);

        create();
        start();

        found(words(ACME, "before"), id(1));
        found(words(ACME, "away"), id(2));
    }

    @Test
    void shouldRebuildFromTheRecordWhenThereIsNoIndex() {
        record.add(memory(ACME, 1, "stored long ago").with(new IndexedMemory.Embedding(1, MODEL, EAST)));
        log.append(created(1, "an event from before the snapshot"));

        start();

        assertThat(follower.complete()).isTrue();
        found(words(ACME, "long"), id(1));
        found(hybrid(ACME, "unknownword", EAST), id(1));
        found(words(ACME, "event"));
        log.append(created(2, "and on it goes"));
        found(words(ACME, "goes"), id(2));
    }

    @Test
    void shouldSayThatNotEverythingIsThereUntilItIsRebuiltForTheFirstTime() {
        recordFailures.set(Integer.MAX_VALUE);
        follower.start().subscribe().with(done -> {}, failure -> {});

        await().atMost(SOON).until(() -> recordFailures.get() < Integer.MAX_VALUE);
        assertThat(follower.complete()).isFalse();
        recordFailures.set(0);

        await().atMost(SOON).until(follower::complete);
        assertThat(follower.state().serving()).isTrue();
    }

    @Test
    void shouldRebuildAndServeMeanwhileWhenTheLogHasAGap() {
        start();
        log.append(created(1, "known before"));
        found(words(ACME, "before"), id(1));
        follower.stop();
        log.append(deleted(1));
        log.append(created(2, "never seen in the log"));
        log.dropAll();
        record.add(memory(ACME, 2, "never seen in the log"));

        create();
        start();

        found(words(ACME, "never"), id(2));
        found(words(ACME, "before"));
        log.append(created(3, "afterwards"));
        found(words(ACME, "afterwards"), id(3));
    }

    @Test
    @Tag("slow")
    void shouldKeepTryingWhileTheLogOrTheRecordIsAway() {
        record.add(memory(ACME, 1, "patience"));
        log.failEnd(2);
        recordFailures.set(2);

        start();

        found(words(ACME, "patience"), id(1));
        assertThat(follower.state()).isEqualTo(IndexState.FOLLOWING);
    }

    @Test
    void shouldStartOverWhenItsFilesVanish() throws IOException {
        start();
        record.add(memory(ACME, 1, "in the record"));
        log.append(created(1, "in the record"));
        found(words(ACME, "record"), id(1));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        log.append(created(2, "after the loss"));
        record.add(memory(ACME, 2, "after the loss"));
        follower.startOver(new IOException("The files are gone."));

        found(words(ACME, "record"), id(1));
        found(words(ACME, "loss"), id(2));
    }

    private void start() {
        follower.start().await().atMost(SOON);
    }

    private void found(IndexQuery query, UUID... expected) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(follower.backlog()).isZero();
            assertThat(index.search(query).await().atMost(SOON).hits())
                    .extracting(IndexHits.Hit::id)
                    .containsExactlyInAnyOrder(expected);
        });
    }

    private static MeshEvent<?> created(long number, String content) {
        return event(
                EventTypes.MEMORY_CREATED,
                number,
                new MemoryCreated(
                        id(number), 1, "fact", content, MemoryContext.EMPTY, Map.of(), 0.5, null, "ana", NOON));
    }

    private static MeshEvent<?> updated(long number, int version, String content) {
        return event(
                EventTypes.MEMORY_UPDATED,
                number,
                new MemoryUpdated(
                        id(number),
                        version,
                        "fact",
                        content,
                        MemoryContext.EMPTY,
                        Map.of(),
                        0.5,
                        null,
                        "ana",
                        NOON,
                        NOON));
    }

    private static MeshEvent<?> embedded(long number) {
        return event(
                EventTypes.MEMORY_EMBEDDED, number, new MemoryEmbedded(id(number), 1, MODEL, Vectors.toBytes(EAST)));
    }

    private static MeshEvent<?> deleted(long number) {
        return event(EventTypes.MEMORY_DELETED, number, new MemoryDeleted(id(number), "fact", NOON));
    }

    private static <T extends Record> MeshEvent<T> event(EventType<T> type, long number, T data) {
        return new MeshEvent<>(UUID.randomUUID(), type, "/test", id(number).toString(), NOON, ACME, null, data);
    }

    /** The record: one tenant, pages of two. */
    private final class FakeRecord implements SnapshotSource {

        @Override
        public Uni<List<TenantId>> tenants() {
            return Uni.createFrom()
                    .deferred(() -> recordFailures.getAndDecrement() > 0
                            ? Uni.createFrom().failure(new IllegalStateException("The record is away."))
                            : Uni.createFrom().item(List.of(ACME)));
        }

        @Override
        public Uni<List<IndexedMemory>> page(TenantId tenant, Generation generation, UUID after, int limit) {
            return Uni.createFrom()
                    .item(() -> record.stream()
                            .filter(memory -> after == null || memory.id().compareTo(after) > 0)
                            .limit(2)
                            .toList());
        }
    }
}

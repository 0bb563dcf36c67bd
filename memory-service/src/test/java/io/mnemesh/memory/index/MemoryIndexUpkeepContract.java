package io.mnemesh.memory.index;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.embed;
import static io.mnemesh.memory.index.Samples.hybrid;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.memory;
import static io.mnemesh.memory.index.Samples.put;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every memory index keeps up with the record: changes, vectors, removals, rebuilds and reopening; three dimensions. */
public abstract class MemoryIndexUpkeepContract {

    protected static final Duration SOON = Duration.ofSeconds(5);
    protected static final float[] EAST = {1, 0, 0};
    protected static final float[] NORTH = {0, 1, 0};

    protected MemoryIndex index;

    /** An index over the same place every time; not opened. */
    protected abstract MemoryIndex create();

    @BeforeEach
    void open() {
        index = create();
        assertThat(index.open().await().atMost(SOON)).isEmpty();
        rebuildEmpty(Cursor.START);
    }

    @AfterEach
    void close() {
        index.close();
    }

    protected void rebuildEmpty(Cursor resumeAt) {
        index.beginRebuild().await().atMost(SOON);
        index.endRebuild(resumeAt).await().atMost(SOON);
    }

    protected void apply(IndexChange... changes) {
        index.apply(List.of(changes), Cursor.START).await().atMost(SOON);
    }

    protected List<UUID> ids(IndexQuery query) {
        return index.search(query).await().atMost(SOON).hits().stream()
                .map(IndexHits.Hit::id)
                .toList();
    }

    protected void eventually(IndexQuery query, Consumer<List<IndexHits.Hit>> check) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() ->
                        check.accept(index.search(query).await().atMost(SOON).hits()));
    }

    protected void eventuallyIds(IndexQuery query, UUID... expected) {
        eventually(query, hits -> assertThat(hits).extracting(IndexHits.Hit::id).containsExactly(expected));
    }

    @Test
    void shouldChangeNothingWhenAChangeIsTakenInAgain() {
        var memory = memory(ACME, 1, "first words");
        apply(put(memory), embed(memory, 1, EAST));
        eventuallyIds(hybrid(ACME, "first", EAST), id(1));

        apply(put(memory), embed(memory, 1, NORTH), put(memory));

        apply(put(memory(ACME, 2, "marker")));
        eventuallyIds(words(ACME, "marker"), id(2));
        eventually(hybrid(ACME, "first", EAST), hits -> {
            assertThat(hits).hasSize(1);
            assertThat(hits.getFirst().semanticScore()).isEqualTo(1.0);
        });
        assertThat(index.statistics().documents()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheNewestVersionWhateverTheOrder() {
        apply(put(memory(ACME, 1, 2, "second wording", MemoryContext.EMPTY)));
        apply(put(memory(ACME, 1, 1, "first wording", MemoryContext.EMPTY)));
        apply(put(memory(ACME, 2, "marker")));

        eventuallyIds(words(ACME, "marker"), id(2));
        assertThat(ids(words(ACME, "first"))).isEmpty();
        assertThat(ids(words(ACME, "second"))).containsExactly(id(1));
    }

    @Test
    void shouldNotLetAnOlderVectorReplaceANewerOne() {
        var memory = memory(ACME, 1, 2, "text", MemoryContext.EMPTY);
        apply(put(memory), embed(memory, 2, EAST));
        apply(embed(memory, 1, NORTH));
        apply(put(memory(ACME, 2, "marker")));
        eventuallyIds(words(ACME, "marker"), id(2));

        assertThat(index.search(hybrid(ACME, "text", EAST))
                        .await()
                        .atMost(SOON)
                        .hits()
                        .getFirst()
                        .semanticScore())
                .isEqualTo(1.0);
    }

    @Test
    void shouldIgnoreAVectorOfAnotherLengthOrOfAnUnknownMemory() {
        var memory = memory(ACME, 1, "text");
        apply(put(memory), embed(memory, 1, 1, 0), embed(memory(ACME, 9, "unknown"), 1, EAST));

        eventuallyIds(hybrid(ACME, "text", EAST), id(1));
        assertThat(index.statistics().documents()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatWasRemoved() {
        apply(put(memory(ACME, 1, "gone soon")));
        eventuallyIds(words(ACME, "gone"), id(1));

        apply(new IndexChange.Remove(ACME, id(1)), embed(memory(ACME, 1, "gone soon"), 1, EAST));

        eventuallyIds(hybrid(ACME, "gone", EAST));
    }

    @Test
    void shouldGoOnWhereItEndedWhenItIsOpenedAgain() {
        var memory = memory(ACME, 1, "kept text");
        index.apply(List.of(put(memory), embed(memory, 1, EAST)), new Cursor(Map.of(0, "5-0")))
                .await()
                .atMost(SOON);
        index.apply(List.of(), new Cursor(Map.of(3, "7-1"))).await().atMost(SOON);

        index.close();
        index = create();

        assertThat(index.open().await().atMost(SOON)).isEqualTo(Optional.of(new Cursor(Map.of(0, "5-0", 3, "7-1"))));
        eventually(
                hybrid(ACME, "kept", EAST),
                hits -> assertThat(hits)
                        .extracting(IndexHits.Hit::id, IndexHits.Hit::score)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple(id(1), 1.0)));
    }

    @Test
    void shouldServeWhileItIsRebuiltAndDropWhatTheRecordDoesNotHave() {
        apply(put(memory(ACME, 1, "old truth")), put(memory(ACME, 2, 5, "ghost", MemoryContext.EMPTY)));
        eventuallyIds(words(ACME, "truth"), id(1));

        index.beginRebuild().await().atMost(SOON);
        assertThat(ids(words(ACME, "truth"))).containsExactly(id(1));
        index.restore(List.of(
                        memory(ACME, 1, "new truth").with(new IndexedMemory.Embedding(1, "test@1", EAST)),
                        memory(ACME, 3, "third truth")))
                .await()
                .atMost(SOON);
        index.endRebuild(new Cursor(Map.of(1, "9-9"))).await().atMost(SOON);

        assertThat(ids(words(ACME, "old ghost"))).isEmpty();
        assertThat(ids(words(ACME, "truth"))).containsExactlyInAnyOrder(id(1), id(3));
        assertThat(index.search(hybrid(ACME, "new", EAST))
                        .await()
                        .atMost(SOON)
                        .hits()
                        .getFirst()
                        .semanticScore())
                .isEqualTo(1.0);
    }

    @Test
    void shouldAskForARebuildWhenOneWasInterrupted() {
        index.beginRebuild().await().atMost(SOON);
        index.restore(List.of(memory(ACME, 1, "half way"))).await().atMost(SOON);

        index.close();
        index = create();

        assertThat(index.open().await().atMost(SOON)).isEmpty();
        eventuallyIds(words(ACME, "half"), id(1));
    }
}

package io.mnemesh.memory.index.weaviate;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.NOON;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.memory;
import static io.mnemesh.memory.index.Samples.put;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.memory.index.IndexBrokenException;
import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.MemoryIndexContract;
import io.mnemesh.memory.index.RandomMemories;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what only this index does, on a real server. */
@Tag("slow")
@EnabledIf("there")
class WeaviateMemoryIndexTest extends MemoryIndexContract {

    private static final List<String> USED = new ArrayList<>();

    private static WeaviateServer server;

    private final String collection = WeaviateServer.collection();

    static boolean there() {
        return WeaviateServer.there();
    }

    @BeforeAll
    static void start() throws IOException {
        server = WeaviateServer.any();
    }

    @AfterAll
    static void stop() {
        USED.forEach(server::drop);
        server.close();
    }

    @BeforeEach
    void note() {
        USED.add(collection);
    }

    @Override
    protected MemoryIndex create() {
        return new WeaviateMemoryIndex(server.settings(collection, 3));
    }

    private void store(StoredPosition position) {
        try (WeaviateClient client = server.client(collection)) {
            new Batch(client)
                    .write(
                            List.of(position),
                            (object, one) -> object.put("class", collection + "Position")
                                    .put("id", StoredPosition.ID.toString())
                                    .putObject("properties")
                                    .put(StoredPosition.PROPERTY, one.encode(client.json())));
        }
    }

    @Test
    void shouldRefuseWhatANewerVersionWroteAndLeaveItAlone() {
        apply(put(memory(ACME, 1, "from the future")));
        index.close();
        store(new StoredPosition(Names.FORMAT + 1, 3, 1, false, Cursor.START));
        index = create();

        assertThatThrownBy(() -> index.open().await().atMost(SOON))
                .hasMessageContaining("has format 2; this version writes format 1");

        index.close();
        store(new StoredPosition(Names.FORMAT, 3, 1, false, Cursor.START));
        index = create();
        assertThat(index.open().await().atMost(SOON)).isPresent();
        eventuallyIds(words(ACME, "future"), id(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"format\":0,\"dimensions\":3}", "{\"format\":1,\"dimensions\":4}", "not json", ""})
    void shouldStartEmptyWhenWhatIsStoredIsOfAnotherKind(String position) {
        apply(put(memory(ACME, 1, "old")));
        index.close();
        try (WeaviateClient client = server.client(collection)) {
            new Batch(client)
                    .write(
                            List.of(position),
                            (object, text) -> object.put("class", collection + "Position")
                                    .put("id", StoredPosition.ID.toString())
                                    .putObject("properties")
                                    .put(StoredPosition.PROPERTY, text));
        }

        index = create();

        assertThat(index.open().await().atMost(SOON)).isEmpty();
        assertThat(index.statistics().documents()).isZero();
        assertThat(ids(words(ACME, "old"))).isEmpty();
        rebuildEmpty(Cursor.START);
        apply(put(memory(ACME, 1, "new")));
        eventuallyIds(words(ACME, "new"), id(1));
    }

    @Test
    void shouldSayThatItIsBrokenWhenItsCollectionIsGone() {
        apply(put(memory(ACME, 1, "lost")));
        server.drop(collection);

        assertThatThrownBy(() -> index.search(words(ACME, "lost")).await().atMost(SOON))
                .isInstanceOf(IndexBrokenException.class);
        assertThatThrownBy(() -> apply(put(memory(ACME, 2, "more")))).isInstanceOf(IndexBrokenException.class);

        assertThat(index.open().await().atMost(SOON)).isEmpty();
        rebuildEmpty(Cursor.START);
        apply(put(memory(ACME, 2, "more")));
        eventuallyIds(words(ACME, "more"), id(2));
    }

    @Test
    void shouldRemoveTheCollectionsOfOtherBuildsAndNothingElse() {
        String build = collection + "0123456789abcdef0123456789abcdef";
        String other = collection + "fedcba9876543210fedcba9876543210";
        String foreign = collection + "Notes";
        List.of(build, other, foreign).forEach(this::make);

        IndexCollections.removeAllBut(server.settings(collection, 3), Set.of("", "0123456789abcdef0123456789abcdef"));
        assertThat(usable(collection)).isTrue();
        assertThat(usable(build)).isTrue();
        assertThat(usable(other)).isFalse();
        assertThat(usable(foreign)).isTrue();

        IndexCollections.removeAllBut(server.settings(collection, 3), Set.of("0123456789abcdef0123456789abcdef"));
        assertThat(usable(collection)).isFalse();
        assertThat(usable(build)).isTrue();
        assertThat(usable(foreign)).isTrue();
    }

    private void make(String name) {
        USED.add(name);
        try (WeaviateClient client = server.client(name)) {
            new Schema(client, name).remake();
        }
    }

    private static boolean usable(String name) {
        try (WeaviateClient client = server.client(name)) {
            return new Schema(client, name).usable();
        }
    }

    @Test
    void shouldAnswerNothingForATenantThatStoredNothing() {
        var stranger = new TenantId("stranger");

        assertThat(ids(words(stranger, "anything"))).isEmpty();
        assertThat(index.nearest(stranger, new float[] {1, 0, 0}, MemoryFilter.ALL, 3)
                        .await()
                        .atMost(SOON))
                .isEmpty();
        assertThat(index.speakers(stranger, Set.of("ana")).await().atMost(SOON)).isEmpty();
        index.apply(List.of(new IndexChange.Remove(stranger, id(1))), Cursor.START)
                .await()
                .atMost(SOON);
        assertThat(index.statistics().documents()).isZero();
    }

    @Test
    void shouldCompareTimesToTheMicrosecondAtTheEndsOfTheCalendar() {
        List<Instant> times = List.of(
                Instant.parse("0001-01-01T00:00:00.000001Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("9999-12-31T23:59:59.999998Z"));
        for (int i = 0; i < times.size(); i++) {
            apply(put(new IndexedMemory(
                    ACME, id(i), 1, "fact", "time", MemoryContext.EMPTY, 0.5, times.get(i), NOON, null)));
        }

        for (int i = 0; i < times.size(); i++) {
            Instant time = times.get(i);
            var exactly = new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), time, time.plusNanos(1_000));
            var before = new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), time.minusNanos(1_000), time);
            assertThat(ids(new IndexQuery(ACME, "time", null, exactly, 10))).containsExactly(id(i));
            assertThat(ids(new IndexQuery(ACME, "time", null, before, 10))).isEmpty();
        }
    }

    @Test
    void shouldFilterValuesExactlyWhateverIsInThem() {
        List<String> values = List.of("Ana", "ana", " ana", "ana ", "\"ana\"\\", "an\u0000a", "*", "ana\n", "日本");
        for (int i = 0; i < values.size(); i++) {
            apply(put(memory(ACME, i, 1, "same", Samples.user(values.get(i)))));
        }

        for (int i = 0; i < values.size(); i++) {
            var filter =
                    new MemoryFilter(Set.of(), Map.of(ContextKey.USER, values.get(i)), Set.of(), Map.of(), null, null);
            assertThat(ids(new IndexQuery(ACME, "same", null, filter, 10))).containsExactly(id(i));
        }
    }

    @Test
    void shouldAnswerExactlyWhatPassesTheFilter() {
        var random = new Random(7);
        List<IndexedMemory> memories = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            memories.add(RandomMemories.memory(random, i, 3));
        }
        index.beginRebuild().await().atMost(SOON);
        index.restore(memories).await().atMost(SOON);
        index.endRebuild(Cursor.START).await().atMost(SOON);

        for (int i = 0; i < 60; i++) {
            TenantId tenant = random.nextBoolean() ? Samples.ACME : Samples.GLOBEX;
            MemoryFilter filter = RandomMemories.filter(random, 3);
            var query = new IndexQuery(tenant, "word", Samples.direction(random, 3), filter, 100);
            assertThat(ids(query))
                    .as(filter.toString())
                    .containsExactlyInAnyOrderElementsOf(RandomMemories.passing(memories, tenant, filter));
        }
    }

    @Test
    void shouldFindNeighboursHoursAndYearsAway() {
        Instant[] times = {
            NOON.minusSeconds(400_000_000),
            NOON.minusSeconds(300_000_000),
            NOON.minusSeconds(90_000),
            NOON.minusSeconds(7_000),
            NOON,
            NOON.plusSeconds(1),
            NOON.plusSeconds(80_000),
            NOON.plusSeconds(200_000_000)
        };
        var changes = new ArrayList<IndexChange>();
        for (int i = 0; i < times.length; i++) {
            changes.add(put(new IndexedMemory(
                    ACME,
                    id(i),
                    1,
                    "conversation_turn",
                    "turn number" + i,
                    new MemoryContext("ana", null, null, "c1", null, null, null, List.of(), Map.of()),
                    0.5,
                    times[i],
                    NOON,
                    null)));
        }
        index.apply(changes, Cursor.START).await().atMost(SOON);

        for (int i = 0; i < times.length; i++) {
            var question = new IndexQuery(
                    ACME, "number" + i, null, null, MemoryFilter.ALL, Priors.SHIPPED, NOON, null, 10, 0, false);
            List<UUID> expected = new ArrayList<>();
            for (int near = Math.max(0, i - 2); near <= Math.min(times.length - 1, i + 2); near++) {
                expected.add(id(near));
            }
            assertThat(index.search(question).await().atMost(SOON).hits())
                    .extracting(IndexHits.Hit::id)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}

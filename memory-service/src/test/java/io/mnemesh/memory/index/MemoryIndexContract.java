package io.mnemesh.memory.index;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.GLOBEX;
import static io.mnemesh.memory.index.Samples.NOON;
import static io.mnemesh.memory.index.Samples.embed;
import static io.mnemesh.memory.index.Samples.hybrid;
import static io.mnemesh.memory.index.Samples.id;
import static io.mnemesh.memory.index.Samples.memory;
import static io.mnemesh.memory.index.Samples.put;
import static io.mnemesh.memory.index.Samples.user;
import static io.mnemesh.memory.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.event.payload.MemoryContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every memory index must find, rank, filter and page through, beside keeping up with the record. */
public abstract class MemoryIndexContract extends MemoryIndexUpkeepContract {

    @Test
    void shouldFindByWordsAcrossInflectionsAndAccents() {
        apply(
                put(memory(ACME, 1, "Ana's flights were cancelled in São Paulo")),
                put(memory(ACME, 2, "The coffee machine is broken")));

        eventuallyIds(words(ACME, "cancelling a flight to sao paulo"), id(1));
    }

    @Test
    void shouldFindNothingWhenNoWordOccursAndThereIsNoVector() {
        apply(put(memory(ACME, 1, "one thing")));
        eventuallyIds(words(ACME, "thing"), id(1));

        assertThat(ids(words(ACME, "unrelated !!! ???"))).isEmpty();
        assertThat(ids(words(ACME, "?!"))).isEmpty();
    }

    @Test
    void shouldUniteBothLegsSoThatALexicalOnlyHitSurfaces() {
        var lexicalOnly = memory(ACME, 1, "ticket zq81x");
        var semanticOnly = memory(ACME, 2, "window seats");
        apply(put(lexicalOnly), put(semanticOnly), embed(semanticOnly, 1, EAST));

        eventually(hybrid(ACME, "zq81x", EAST), hits -> {
            assertThat(hits).extracting(IndexHits.Hit::id).containsExactlyInAnyOrder(id(1), id(2));
            var lexical = hits.stream()
                    .filter(hit -> hit.id().equals(id(1)))
                    .findFirst()
                    .orElseThrow();
            assertThat(lexical.lexicalScore()).isEqualTo(1.0);
            assertThat(lexical.semanticScore()).isNull();
            assertThat(lexical.score()).isEqualTo(0.5);
            var semantic = hits.stream()
                    .filter(hit -> hit.id().equals(id(2)))
                    .findFirst()
                    .orElseThrow();
            assertThat(semantic.semanticScore()).isEqualTo(1.0);
            assertThat(semantic.lexicalScore()).isZero();
        });
    }

    @Test
    void shouldScoreByTheWordsOfTheTenantAlone() {
        apply(
                put(memory(ACME, 1, "violin lesson")),
                put(memory(ACME, 2, "market on monday, with a long walk home")),
                put(memory(ACME, 3, "monday")));
        IndexQuery question = words(ACME, "violin market monday");
        eventually(question, hits -> assertThat(hits).hasSize(3));
        List<Double> before = scores(question);

        apply(IntStream.range(10, 60)
                .mapToObj(
                        i -> put(memory(GLOBEX, i, "violin and, at some length, whatever an orchestra may need " + i)))
                .toArray(IndexChange[]::new));
        eventuallyIds(words(GLOBEX, "59"), id(59));

        assertThat(before).doesNotHaveDuplicates();
        assertThat(scores(question)).isEqualTo(before);
    }

    private List<Double> scores(IndexQuery question) {
        return index.search(question).await().atMost(SOON).hits().stream()
                .map(IndexHits.Hit::score)
                .toList();
    }

    @Test
    void shouldTellTheNearestAmongThoseMeant() {
        var east = memory(ACME, 1, "east");
        var north = memory(ACME, 2, "north");
        var foreign = memory(GLOBEX, 3, "east");
        apply(put(east), put(north), put(foreign), put(memory(ACME, 4, "no vector")));
        apply(embed(east, 1, EAST), embed(north, 1, NORTH), embed(foreign, 1, EAST));

        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            List<Neighbour> near =
                    index.nearest(ACME, EAST, MemoryFilter.ALL, 10).await().atMost(SOON);
            assertThat(near).extracting(Neighbour::id).containsExactly(id(1), id(2));
            assertThat(near.getFirst().similarity()).isCloseTo(1, within(1e-6));
            assertThat(near.getLast().similarity()).isCloseTo(0, within(1e-6));
        });
        assertThat(index.nearest(ACME, new float[] {1, 0}, MemoryFilter.ALL, 10)
                        .await()
                        .atMost(SOON))
                .isEmpty();
    }

    @Test
    void shouldScoreEveryCandidateInBothLegs() {
        var both = memory(ACME, 1, "window seat");
        var far = memory(ACME, 2, "window");
        apply(put(both), put(far), embed(both, 1, EAST), embed(far, 1, NORTH));

        eventually(hybrid(ACME, "window seat", EAST), hits -> {
            assertThat(hits).extracting(IndexHits.Hit::id).containsExactly(id(1), id(2));
            assertThat(hits.get(0).score()).isEqualTo(1.0);
            assertThat(hits.get(1).semanticScore()).isEqualTo(0.0);
            assertThat(hits.get(1).lexicalScore()).isBetween(0.05, 0.95);
        });
    }

    private static MemoryContext turnOf(String conversation, String user) {
        return new MemoryContext(user, null, null, conversation, null, null, null, List.of(), Map.of());
    }

    private IndexedMemory turn(int number, String user, String text) {
        return memory(ACME, number, 1, text, turnOf("c1", user));
    }

    private static IndexQuery shipped(String text, MemoryFilter filter, int limit, @Nullable IndexPosition after) {
        return new IndexQuery(ACME, text, null, null, filter, Priors.SHIPPED, NOON, after, limit, 0, true);
    }

    @Test
    void shouldFindATurnThroughItsNeighbours() {
        apply(
                put(turn(1, "ana", "Which instrument did your sister learn at school?")),
                put(turn(2, "bob", "The violin, and she still plays it every Sunday evening.")),
                put(turn(3, "ana", "How nice to hear that from both of you.")),
                put(memory(ACME, 4, "violin")));

        eventually(shipped("Which instrument did the sister learn?", MemoryFilter.ALL, 10, null), hits -> {
            assertThat(hits).extracting(IndexHits.Hit::id).containsExactlyInAnyOrder(id(1), id(2), id(3));
            IndexHits.Hit answer = hits.stream()
                    .filter(hit -> hit.id().equals(id(2)))
                    .findFirst()
                    .orElseThrow();
            assertThat(answer.lexicalScore()).isZero();
            assertThat(answer.ranked().breakdown().get("window")).isEqualTo(0.8, within(1e-9));
        });
        assertThat(index.search(shipped("instrument", MemoryFilter.ALL, 10, null))
                        .await()
                        .atMost(SOON)
                        .legs())
                .satisfies(legs -> {
                    assertThat(legs.get("lexical"))
                            .extracting(IndexHits.LegCandidate::id)
                            .containsExactly(id(1));
                    assertThat(legs.get("window"))
                            .extracting(IndexHits.LegCandidate::id)
                            .containsExactlyInAnyOrder(id(2), id(3));
                });
    }

    @Test
    void shouldFollowANeighbourThatChangesOrIsGone() {
        apply(
                put(turn(1, "ana", "asking about the violin")),
                put(turn(2, "bob", "answer")),
                put(turn(3, "ana", "end")));
        eventuallyIds(shipped("violin", MemoryFilter.ALL, 10, null), id(1), id(2), id(3));

        apply(
                put(memory(ACME, 2, 2, "another answer", turnOf("c1", "bob"))),
                new IndexChange.Remove(ACME, id(3)),
                put(turn(4, "bob", "later")));

        eventuallyIds(shipped("violin", MemoryFilter.ALL, 10, null), id(1), id(2), id(4));
    }

    @Test
    void shouldKnowNothingOfNeighboursThatDoNotPassTheFilter() {
        apply(
                put(turn(1, "ana", "asking about the violin")),
                put(turn(2, "bob", "answer")),
                put(turn(3, "ana", "thanks")),
                put(memory(GLOBEX, 5, 1, "other tenant", turnOf("c1", "ana"))),
                put(memory(ACME, 6, 1, "other conversation", turnOf("c2", "ana"))));
        eventuallyIds(shipped("violin", MemoryFilter.ALL, 10, null), id(1), id(2), id(3));

        var anas = new MemoryFilter(Set.of(), Map.of(ContextKey.USER, "ana"), Set.of(), Map.of(), null, null);

        assertThat(ids(shipped("violin", anas, 10, null))).containsExactly(id(1));
    }

    @Test
    void shouldPageThroughEverythingWithoutGapsOrRepetitions() {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            var memory = memory(ACME, i, "word number" + i + " " + "word ".repeat(i % 7));
            apply(put(memory));
            if (i % 3 == 0) {
                apply(embed(memory, 1, EAST));
            }
            all.add(id(i));
        }
        eventually(words(ACME, "number499"), hits -> assertThat(hits).hasSize(1));

        List<UUID> paged = new ArrayList<>();
        IndexPosition after = null;
        boolean more = true;
        while (more) {
            var page = index.search(new IndexQuery(
                            ACME, "word", EAST, null, MemoryFilter.ALL, Priors.OFF, NOON, after, 30, 0, false))
                    .await()
                    .atMost(SOON);
            page.hits().forEach(hit -> paged.add(hit.id()));
            assertThat(page.hits())
                    .hasSize(Math.min(30, 500 - (paged.size() - page.hits().size())));
            more = page.more();
            after = page.hits().isEmpty() ? after : page.hits().getLast().position();
        }

        assertThat(paged).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void shouldPutWhatIsUnlikeFirstWhenAskedTo() {
        var best = memory(ACME, 1, "violin violin");
        var same = memory(ACME, 2, "violin and piano");
        var other = memory(ACME, 3, "violin and a piano in the house of my aunt");
        apply(put(best), put(same), put(other), embed(best, 1, EAST), embed(same, 1, EAST), embed(other, 1, NORTH));
        eventuallyIds(hybrid(ACME, "violin", EAST), id(1), id(2), id(3));

        var hits = index.search(new IndexQuery(
                        ACME, "violin", EAST, null, MemoryFilter.ALL, Priors.OFF, NOON, null, 2, 0.7, false))
                .await()
                .atMost(SOON);

        assertThat(hits.hits()).extracting(IndexHits.Hit::id).containsExactly(id(1), id(3));
        assertThat(hits.more()).isFalse();
    }

    @Test
    void shouldKnowWhoSpeaks() {
        apply(
                put(turn(1, "Ana Silva", "hello")),
                put(memory(ACME, 2, 1, "not a turn", user("bob"))),
                put(memory(GLOBEX, 3, 1, "hello", turnOf("c1", "chidi"))),
                put(turn(4, "user-7", "Dalia: hello")));
        eventuallyIds(words(ACME, "hello"), id(1), id(4));

        assertThat(index.speakers(ACME, Set.of("ana", "silva", "bob", "chidi", "dalia", "hello"))
                        .await()
                        .atMost(SOON))
                .containsExactlyInAnyOrder("ana", "silva", "dalia");
    }

    @Test
    void shouldNeverShowAnotherTenantsMemory() {
        var mine = memory(ACME, 1, "secret plan");
        var theirs = memory(GLOBEX, 2, "secret plan");
        apply(put(mine), put(theirs), embed(mine, 1, EAST), embed(theirs, 1, EAST));

        eventuallyIds(hybrid(ACME, "secret plan", EAST), id(1));
        eventuallyIds(hybrid(GLOBEX, "secret plan", EAST), id(2));
    }

    @Test
    void shouldFilterBeforeRanking() {
        for (int i = 0; i < 300; i++) {
            var other = memory(ACME, i, 1, "window seat window seat", user("bob"));
            apply(put(other), embed(other, 1, EAST));
        }
        var anas = memory(ACME, 1000, 1, "a seat far away from what was asked", user("ana"));
        apply(put(anas), embed(anas, 1, NORTH));

        var filter = new MemoryFilter(Set.of(), Map.of(ContextKey.USER, "ana"), Set.of(), Map.of(), null, null);
        eventuallyIds(new IndexQuery(ACME, "window seat", EAST, filter, 10), id(1000));
        eventuallyIds(new IndexQuery(ACME, "nothing like it", EAST, filter, 10), id(1000));
    }

    @Test
    void shouldFilterByEveryKindOfCondition() {
        var context = new MemoryContext(
                "ana", "bot", "s1", "c1", "w1", "d1", "t1", List.of("red", "blue"), Map.of("channel", "web"));
        apply(put(memory(ACME, 1, 1, "alpha", context)), put(memory(ACME, 2, 1, "alpha", MemoryContext.EMPTY)));
        eventuallyIds(words(ACME, "alpha"), id(1), id(2));

        for (ContextKey key : ContextKey.values()) {
            assertFiltered(new MemoryFilter(
                    Set.of(), Map.of(key, String.valueOf(key.in(context))), Set.of(), Map.of(), null, null));
        }
        assertFiltered(new MemoryFilter(Set.of(), Map.of(), Set.of("red", "blue"), Map.of(), null, null));
        assertFiltered(new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of("channel", "web"), null, null));
        assertFiltered(new MemoryFilter(Set.of(), Map.of(), Set.of(), Map.of(), NOON, NOON.plusSeconds(2)));
        assertFiltered(new MemoryFilter(
                Set.of(new MemoryType("fact")), Map.of(ContextKey.TASK, "t1"), Set.of(), Map.of(), null, null));
        var none = new MemoryFilter(Set.of(new MemoryType("error")), Map.of(), Set.of(), Map.of(), null, null);
        assertThat(ids(new IndexQuery(ACME, "alpha", null, none, 10))).isEmpty();
    }

    private void assertFiltered(MemoryFilter filter) {
        assertThat(ids(new IndexQuery(ACME, "alpha", null, filter, 10))).containsExactly(id(1));
    }

    @Test
    void shouldOrderEqualScoresById() {
        apply(put(memory(ACME, 3, "same")), put(memory(ACME, 1, "same")), put(memory(ACME, 2, "same")));

        eventuallyIds(words(ACME, "same"), id(1), id(2), id(3));
    }
}

package io.mnemesh.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.feedback.Votes;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated users rate what they are shown; what they asked for is then asked for in words that were held out. */
class LearningTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant ASKED = Instant.parse("2026-11-21T12:00:00Z");
    private static final int USERS = 3;
    private static final int SEEN = 5;
    private static final int HITS = 10;

    private static final List<String> THINGS =
            List.of("pump", "boiler", "conveyor", "printer", "forklift", "compressor", "turbine", "kiln");

    private static final List<String> PLACES = List.of("Delft", "Leiden", "Texel", "Utrecht", "Zwolle", "Breda");

    private final List<IndexedMemory> memories = new ArrayList<>();
    private final Map<UUID, Votes> votes = new HashMap<>();
    private final List<Need> needs = new ArrayList<>();
    private MemoryIndex index;

    /** What somebody wants to know: two memories meet it, four only speak of the same. */
    private record Need(Set<UUID> answers, List<String> asked, List<String> heldOut) {}

    @BeforeEach
    void store(@TempDir Path directory) {
        for (String thing : THINGS) {
            for (String place : PLACES) {
                needs.add(need(thing, place));
            }
        }
        index = new LuceneMemoryIndex(new LuceneSettings(
                directory,
                false,
                FakeEmbeddings.DIMENSIONS,
                150,
                new Fusion(0.6),
                Duration.ofMillis(20),
                SOON,
                5_000,
                2,
                16));
        index.open().await().atMost(SOON);
        index.beginRebuild().await().atMost(SOON);
        index.restore(memories).await().atMost(SOON);
        index.endRebuild(Cursor.START).await().atMost(SOON);
    }

    @AfterEach
    void close() {
        index.close();
    }

    private Need need(String thing, String place) {
        Set<UUID> answers = Set.of(
                add("The %s in %s starts again with the red switch held down".formatted(thing, place)),
                add("To bring the %s in %s back open the lower valve first".formatted(thing, place)));
        add("The restart of the %s in %s took long last Monday".formatted(thing, place));
        add("Ben restarted the %s in %s on Friday".formatted(thing, place));
        add("How we restart the %s in %s will be discussed on Tuesday".formatted(thing, place));
        add("A restart of the %s in %s is logged in the blue book".formatted(thing, place));
        return new Need(
                answers,
                List.of(
                        "How do I restart the %s in %s?".formatted(thing, place),
                        "What restarts the %s in %s?".formatted(thing, place)),
                List.of(
                        "The %s in %s has stopped, how do we restart it?".formatted(thing, place),
                        "Steps for a restart of the %s in %s".formatted(thing, place)));
    }

    private UUID add(String content) {
        UUID id = Samples.id(memories.size());
        memories.add(new IndexedMemory(
                Samples.ACME,
                id,
                1,
                "fact",
                content,
                MemoryContext.EMPTY,
                0.5,
                ASKED,
                ASKED,
                new IndexedMemory.Embedding(1, Samples.MODEL, FakeEmbeddings.vector(content))));
        return id;
    }

    private List<UUID> found(String question) {
        Map<UUID, Double> weights = new HashMap<>();
        votes.forEach((memory, given) -> weights.put(memory, given.weight()));
        var query = new IndexQuery(
                Samples.ACME,
                question,
                FakeEmbeddings.vector(question),
                null,
                MemoryFilter.ALL,
                Priors.SHIPPED.learned(weights),
                ASKED,
                null,
                HITS,
                0,
                false);
        return index.search(query).await().atMost(SOON).hits().stream()
                .map(IndexHits.Hit::id)
                .toList();
    }

    private void rate(List<Need> some) {
        Map<UUID, Boolean> said = new HashMap<>();
        for (Need need : some) {
            for (String question : need.asked()) {
                found(question).stream()
                        .limit(SEEN)
                        .forEach(memory -> said.put(memory, need.answers().contains(memory)));
            }
        }
        said.forEach((memory, useful) -> votes.put(memory, useful ? new Votes(USERS, 0, 0) : new Votes(0, USERS, 0)));
    }

    private double ndcg(List<Need> some, Function<Need, List<String>> questions) {
        double sum = 0;
        int count = 0;
        for (Need need : some) {
            for (String question : questions.apply(need)) {
                List<UUID> found = found(question);
                double gain = 0;
                for (int rank = 0; rank < found.size(); rank++) {
                    gain += need.answers().contains(found.get(rank)) ? discount(rank) : 0;
                }
                sum += gain / (discount(0) + discount(1));
                count++;
            }
        }
        return sum / count;
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 2.0);
    }

    @Test
    void shouldFindBetterWhatUsersFoundUsefulAndLeaveTheRestAlone() {
        List<Need> touched = new ArrayList<>();
        List<Need> untouched = new ArrayList<>();
        for (int i = 0; i < needs.size(); i++) {
            (i % 2 == 0 ? touched : untouched).add(needs.get(i));
        }
        double heldOut = ndcg(touched, Need::heldOut);
        double others = ndcg(untouched, Need::asked);

        rate(touched);

        double heldOutAfter = ndcg(touched, Need::heldOut);
        double othersAfter = ndcg(untouched, Need::asked);
        System.out.printf(
                "NDCG@10 held out %.3f -> %.3f, untouched %.3f -> %.3f%n", heldOut, heldOutAfter, others, othersAfter);
        assertThat(heldOutAfter / heldOut).isGreaterThan(1.10);
        assertThat(othersAfter / others).isGreaterThan(0.99);
    }
}

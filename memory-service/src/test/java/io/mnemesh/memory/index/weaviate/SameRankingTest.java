package io.mnemesh.memory.index.weaviate;

import static io.mnemesh.memory.index.Samples.ACME;
import static io.mnemesh.memory.index.Samples.NOON;
import static io.mnemesh.memory.index.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Both indexes rank the same memories the same way. */
@Tag("slow")
@EnabledIf("there")
class SameRankingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int DIMENSIONS = 16;
    private static final List<String> WORDS = List.of(
            "violin",
            "kitchen",
            "train",
            "garden",
            "doctor",
            "winter",
            "bicycle",
            "market",
            "letter",
            "river",
            "teacher",
            "concert",
            "yesterday",
            "monday",
            "berlin",
            "coffee",
            "window",
            "sister",
            "project",
            "holiday");

    @TempDir
    Path directory;

    static boolean there() {
        return WeaviateServer.there();
    }

    @Test
    void shouldRankAsTheIndexInProcessDoes() throws IOException {
        var random = new Random(11);
        List<IndexedMemory> memories = memories(random);
        String collection = WeaviateServer.collection();
        try (WeaviateServer server = WeaviateServer.any()) {
            MemoryIndex lucene = filled(new LuceneMemoryIndex(lucene()), memories);
            MemoryIndex weaviate = filled(new WeaviateMemoryIndex(server.settings(collection, DIMENSIONS)), memories);

            for (int i = 0; i < 30; i++) {
                IndexQuery question = question(random);
                List<IndexHits.Hit> expected =
                        lucene.search(question).await().atMost(SOON).hits();
                List<IndexHits.Hit> found =
                        weaviate.search(question).await().atMost(SOON).hits();
                assertThat(found).hasSameSizeAs(expected);
                for (int place = 0; place < expected.size(); place++) {
                    assertThat(found.get(place).score())
                            .as(question.text() + " at " + place)
                            .isCloseTo(expected.get(place).score(), within(0.01));
                }
                assertThat(found.stream().limit(5).map(IndexHits.Hit::id).toList())
                        .as(question.text())
                        .containsAnyElementsOf(List.of(expected.getFirst().id()));
            }
            lucene.close();
            weaviate.close();
            server.drop(collection);
        }
    }

    private static MemoryIndex filled(MemoryIndex index, List<IndexedMemory> memories) {
        index.open().await().atMost(SOON);
        index.beginRebuild().await().atMost(SOON);
        index.restore(memories).await().atMost(SOON);
        index.endRebuild(Cursor.START).await().atMost(SOON);
        return index;
    }

    private LuceneSettings lucene() {
        return new LuceneSettings(
                directory,
                true,
                DIMENSIONS,
                150,
                new Fusion(0.5),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                5_000,
                2,
                16);
    }

    private static List<IndexedMemory> memories(Random random) {
        List<IndexedMemory> memories = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            boolean turn = i % 4 != 0;
            var context = new MemoryContext(
                    "ana",
                    null,
                    turn ? "s" + i / 20 : null,
                    turn ? "c" + i / 60 : null,
                    null,
                    null,
                    null,
                    List.of(),
                    Map.of());
            memories.add(new IndexedMemory(
                    ACME,
                    id(i),
                    1,
                    turn ? "conversation_turn" : "fact",
                    (turn ? (random.nextBoolean() ? "Ana: " : "Bob: ") : "")
                            + text(random, 3 + random.nextInt(9))
                            + (random.nextInt(3) == 0 ? "?" : "."),
                    context,
                    random.nextInt(11) / 10.0,
                    NOON.minusSeconds(3_000L * (120 - i)),
                    NOON,
                    new IndexedMemory.Embedding(1, Samples.MODEL, Samples.direction(random, DIMENSIONS))));
        }
        return memories;
    }

    private static String text(Random random, int words) {
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static IndexQuery question(Random random) {
        return new IndexQuery(
                ACME,
                "What did Bob say of the " + text(random, 1 + random.nextInt(3)) + "?",
                Samples.direction(random, DIMENSIONS),
                null,
                MemoryFilter.ALL,
                Priors.SHIPPED,
                NOON,
                null,
                40,
                0,
                false);
    }
}

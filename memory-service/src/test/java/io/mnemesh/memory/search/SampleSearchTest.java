package io.mnemesh.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.FilterDraft;
import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.memories.NewMemory;
import io.mnemesh.mesh.stream.Cursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The searches of the guided tour over its sample, turns and memories that stand alone in one store, real vectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleSearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLE = Path.of("../deploy/sample");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant ASKED = Instant.parse("2026-11-21T12:00:00Z");

    private final Properties vectors = new Properties();
    private final Map<UUID, String> keys = new HashMap<>();
    private MemoryIndex index;

    @BeforeAll
    void store(@TempDir Path directory) throws IOException {
        try (var in = SampleSearchTest.class.getResourceAsStream("/sample-vectors.properties")) {
            vectors.load(Objects.requireNonNull(in));
        }
        index = new LuceneMemoryIndex(new LuceneSettings(
                directory, false, 384, 150, new Fusion(0.6), Duration.ofMillis(20), SOON, 5_000, 2, 16));
        index.open().await().atMost(SOON);
        index.beginRebuild().await().atMost(SOON);
        index.restore(memories()).await().atMost(SOON);
        index.endRebuild(Cursor.START).await().atMost(SOON);
    }

    @AfterAll
    void close() {
        index.close();
    }

    private List<IndexedMemory> memories() throws IOException {
        var memories = new ArrayList<IndexedMemory>();
        for (String line : Files.readAllLines(SAMPLE.resolve("memories.jsonl"))) {
            JsonNode json = JSON.readTree(line);
            String key = json.at("/context/attributes/sample").asText();
            UUID id = Samples.id(memories.size());
            keys.put(id, key);
            memories.add(memory(id, MemoryRules.check(JSON.treeToValue(json, MemoryDraft.class)), vector(key)));
        }
        return memories;
    }

    private static IndexedMemory memory(UUID id, NewMemory memory, float @Nullable [] vector) {
        return new IndexedMemory(
                Samples.ACME,
                id,
                1,
                memory.type().name(),
                memory.content(),
                memory.context(),
                memory.importance(),
                memory.occurredAt() == null ? ASKED : memory.occurredAt(),
                ASKED,
                vector == null ? null : new IndexedMemory.Embedding(1, Samples.MODEL, vector));
    }

    private float @Nullable [] vector(String key) {
        String encoded = vectors.getProperty(key);
        if (encoded == null) {
            return null;
        }
        byte[] bytes = Base64.getDecoder().decode(encoded);
        var vector = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            vector[i] = bytes[i];
        }
        return Samples.normalised(vector);
    }

    static List<JsonNode> searches() {
        try {
            JsonNode searches = JSON.readTree(SAMPLE.resolve("searches.json").toFile());
            return StreamSupport.stream(searches.spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> firstThree(JsonNode search, MemoryFilter filter) {
        String text = search.path("query").asText();
        var query = new IndexQuery(
                Samples.ACME, text, vector(text), null, filter, Priors.SHIPPED, ASKED, null, 3, 0, false);
        return index.search(query).await().atMost(SOON).hits().stream()
                .map(IndexHits.Hit::id)
                .map(keys::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("searches")
    void shouldFindWhatTheTourExpectsAmongTheFirstThree(JsonNode search) throws IOException {
        MemoryFilter filter =
                JSON.treeToValue(search.path("filter"), FilterDraft.class).check("filter.");

        assertThat(firstThree(search, filter))
                .hasSize(3)
                .contains(search.path("expect").asText());
    }
}

package io.mnemesh.memory.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Every filter against a plain loop over the same memories, in both legs. */
@Tag("slow")
class FilterPropertyTest {

    private static final List<String> TYPES = List.of("fact", "error", "x-note");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final int DIMENSIONS = 4;

    @Property(tries = 60)
    void shouldAnswerExactlyWhatPassesTheFilterBestFirst(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        List<IndexedMemory> memories = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            memories.add(randomMemory(random, i));
        }
        try (var store = new LuceneStore(new ByteBuffersDirectory(), settings(), new MemoryAnalyzer())) {
            store.beginRebuild();
            for (IndexedMemory memory : memories) {
                store.apply(List.of(new IndexChange.Put(memory.with(null))), Cursor.START);
                IndexedMemory.Embedding embedding = memory.embedding();
                if (embedding != null) {
                    store.apply(List.of(new IndexChange.Embed(memory.tenant(), memory.id(), embedding)), Cursor.START);
                }
                if (random.nextInt(10) == 0) {
                    store.refresh();
                }
            }
            store.refresh();
            for (int i = 0; i < 10; i++) {
                TenantId tenant = random.nextBoolean() ? Samples.ACME : Samples.GLOBEX;
                MemoryFilter filter = randomFilter(random, 3);
                float[] vector = Samples.direction(random, DIMENSIONS);

                List<IndexHits.Hit> hybrid = store.search(new IndexQuery(tenant, "word", vector, filter, 100))
                        .hits();
                List<IndexHits.Hit> semantic = store.search(new IndexQuery(tenant, "absent", vector, filter, 100))
                        .hits();

                assertThat(hybrid)
                        .extracting(IndexHits.Hit::id)
                        .containsExactlyInAnyOrderElementsOf(expected(memories, tenant, filter));
                assertThat(hybrid)
                        .isSortedAccordingTo(Comparator.comparingDouble(IndexHits.Hit::score)
                                .reversed()
                                .thenComparing(IndexHits.Hit::id));
                assertThat(semantic)
                        .extracting(IndexHits.Hit::id)
                        .containsExactlyElementsOf(nearest(memories, tenant, filter, vector));
            }
        }
    }

    private static LuceneSettings settings() {
        return LuceneMemoryIndexTest.settings(Path.of("unused"), DIMENSIONS, false);
    }

    private static IndexedMemory randomMemory(Random random, int number) {
        Map<String, String> attributes = new HashMap<>();
        List<String> tags = new ArrayList<>();
        for (String value : VALUES) {
            if (random.nextBoolean()) {
                tags.add(value);
            }
            if (random.nextBoolean()) {
                attributes.put(value, pick(random, VALUES));
            }
        }
        var context = new MemoryContext(
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                tags,
                attributes);
        return new IndexedMemory(
                random.nextBoolean() ? Samples.ACME : Samples.GLOBEX,
                Samples.id(number),
                1,
                pick(random, TYPES),
                "word",
                context,
                0.5,
                Instant.EPOCH.plusSeconds(random.nextInt(100)),
                Samples.NOON.plusSeconds(random.nextInt(100)),
                random.nextInt(4) == 0
                        ? null
                        : new IndexedMemory.Embedding(1, Samples.MODEL, Samples.direction(random, DIMENSIONS)));
    }

    private static MemoryFilter randomFilter(Random random, int depth) {
        Map<ContextKey, String> context = new HashMap<>();
        for (ContextKey key : ContextKey.values()) {
            if (random.nextInt(5) == 0) {
                context.put(key, pick(random, VALUES));
            }
        }
        long from = random.nextInt(100);
        return new MemoryFilter(
                random.nextBoolean() ? Set.of() : Set.of(new MemoryType(pick(random, TYPES)), new MemoryType("fact2")),
                context,
                random.nextBoolean() ? Set.of() : Set.of(pick(random, VALUES)),
                random.nextBoolean() ? Map.of() : Map.of(pick(random, VALUES), pick(random, VALUES)),
                random.nextBoolean() ? null : Instant.EPOCH.plusSeconds(from),
                random.nextBoolean() ? null : Instant.EPOCH.plusSeconds(from + 1 + random.nextInt(80)),
                random.nextInt(4) == 0 ? Samples.NOON.plusSeconds(random.nextInt(60)) : null,
                random.nextInt(4) == 0 ? Samples.NOON.plusSeconds(60 + random.nextInt(60)) : null,
                nested(random, depth),
                nested(random, depth),
                nested(random, depth));
    }

    private static List<MemoryFilter> nested(Random random, int depth) {
        int count = depth == 0 || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(2);
        return Stream.generate(() -> randomFilter(random, depth - 1))
                .limit(count)
                .toList();
    }

    private static List<UUID> expected(List<IndexedMemory> memories, TenantId tenant, MemoryFilter filter) {
        return memories.stream()
                .filter(memory -> passes(memory, tenant, filter))
                .map(IndexedMemory::id)
                .toList();
    }

    private static List<UUID> nearest(
            List<IndexedMemory> memories, TenantId tenant, MemoryFilter filter, float[] vector) {
        return memories.stream()
                .filter(memory -> memory.embedding() != null && passes(memory, tenant, filter))
                .sorted(Comparator.<IndexedMemory>comparingDouble(memory ->
                                Fusion.semantic(dot(vector, memory.embedding().vector())))
                        .reversed()
                        .thenComparing(IndexedMemory::id))
                .map(IndexedMemory::id)
                .toList();
    }

    private static boolean passes(IndexedMemory memory, TenantId tenant, MemoryFilter filter) {
        return memory.tenant().equals(tenant) && passes(memory, filter);
    }

    private static boolean passes(IndexedMemory memory, MemoryFilter filter) {
        return (filter.types().isEmpty() || filter.types().contains(new MemoryType(memory.type())))
                && filter.context().entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue().equals(entry.getKey().in(memory.context())))
                && memory.context().tags().containsAll(filter.tags())
                && memory.context()
                        .attributes()
                        .entrySet()
                        .containsAll(filter.attributes().entrySet())
                && (filter.from() == null || !memory.happenedAt().isBefore(filter.from()))
                && (filter.to() == null || memory.happenedAt().isBefore(filter.to()))
                && (filter.storedFrom() == null || !memory.createdAt().isBefore(filter.storedFrom()))
                && (filter.storedTo() == null || memory.createdAt().isBefore(filter.storedTo()))
                && filter.and().stream().allMatch(each -> passes(memory, each))
                && (filter.or().isEmpty() || filter.or().stream().anyMatch(each -> passes(memory, each)))
                && filter.not().stream().noneMatch(each -> passes(memory, each));
    }

    private static float dot(float[] one, float[] other) {
        return org.apache.lucene.util.VectorUtil.dotProduct(one, other);
    }

    private static String maybe(Random random) {
        return random.nextBoolean() ? null : pick(random, VALUES);
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}

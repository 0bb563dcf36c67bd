package io.mnemesh.memory.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.RandomMemories;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Every filter against a plain loop over the same memories, in both legs. */
@Tag("slow")
class FilterPropertyTest {

    private static final int DIMENSIONS = 4;

    @Property(tries = 60)
    void shouldAnswerExactlyWhatPassesTheFilterBestFirst(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        List<IndexedMemory> memories = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            memories.add(RandomMemories.memory(random, i, DIMENSIONS));
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
                MemoryFilter filter = RandomMemories.filter(random, 3);
                float[] vector = Samples.direction(random, DIMENSIONS);

                List<IndexHits.Hit> hybrid = store.search(new IndexQuery(tenant, "word", vector, filter, 100))
                        .hits();
                List<IndexHits.Hit> semantic = store.search(new IndexQuery(tenant, "absent", vector, filter, 100))
                        .hits();

                assertThat(hybrid)
                        .extracting(IndexHits.Hit::id)
                        .containsExactlyInAnyOrderElementsOf(RandomMemories.passing(memories, tenant, filter));
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

    private static List<UUID> nearest(
            List<IndexedMemory> memories, TenantId tenant, MemoryFilter filter, float[] vector) {
        return memories.stream()
                .filter(memory -> memory.embedding() != null && RandomMemories.passes(memory, tenant, filter))
                .sorted(Comparator.<IndexedMemory>comparingDouble(memory ->
                                Fusion.semantic(dot(vector, memory.embedding().vector())))
                        .reversed()
                        .thenComparing(IndexedMemory::id))
                .map(IndexedMemory::id)
                .toList();
    }

    private static float dot(float[] one, float[] other) {
        return org.apache.lucene.util.VectorUtil.dotProduct(one, other);
    }
}

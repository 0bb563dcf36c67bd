package io.mnemesh.memory.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearest neighbours of the index against exact search, for filters of 100 %, 1 % and 0.1 %. */
@Tag("slow")
class RecallTest {

    private static final int DIMENSIONS = 384;
    private static final int TOPICS = 200;
    private static final int QUESTIONS = 50;

    @TempDir
    Path directory;

    @Test
    void shouldFindTheNearestOfTenThousand() throws IOException {
        assertThat(measure(new MMapDirectory(directory), 10_000).recall())
                .allSatisfy((filter, recall) -> assertThat(recall).as(filter).isGreaterThanOrEqualTo(0.99));
    }

    /** Prints recall and times for the number of memories given: {@code RecallTest 100000 DIRECTORY}. */
    public static void main(String[] arguments) throws IOException {
        try (var files = new MMapDirectory(Path.of(arguments[1]))) {
            System.out.println(measure(files, Integer.parseInt(arguments[0])));
        }
    }

    private static Figures measure(Directory files, int count) throws IOException {
        var random = new Random(42);
        float[][] topics = IntStream.range(0, TOPICS)
                .mapToObj(i -> Samples.direction(random, DIMENSIONS))
                .toArray(float[][]::new);
        float[][] vectors = new float[count][];
        var settings = LuceneMemoryIndexTest.settings(Path.of("unused"), DIMENSIONS, true);
        try (var store = new LuceneStore(files, settings, new MemoryAnalyzer())) {
            long start = System.nanoTime();
            store.beginRebuild();
            for (int i = 0; i < count; i++) {
                vectors[i] = near(random, topics[random.nextInt(TOPICS)], 1.0);
                store.restore(List.of(memory(i, vectors[i])));
                if (i % 1000 == 999) {
                    store.refresh();
                }
            }
            store.endRebuild(Cursor.START);
            long built = System.nanoTime();
            var recall = new java.util.TreeMap<String, Double>();
            var p95 = new java.util.TreeMap<String, Double>();
            for (int every : new int[] {1, 100, 1000}) {
                var times = new ArrayList<Long>();
                double found = 0;
                for (int i = 0; i < QUESTIONS; i++) {
                    float[] question = near(random, topics[random.nextInt(TOPICS)], 0.7);
                    long before = cpuTime();
                    List<IndexHits.Hit> hits = store.search(
                                    new IndexQuery(Samples.ACME, "wanted topic", question, every(every), 10))
                            .hits();
                    times.add(cpuTime() - before);
                    List<IndexHits.Hit> dense = store.search(
                                    new IndexQuery(Samples.ACME, "?", question, every(every), 10))
                            .hits();
                    assertThat(hits).hasSize(Math.min(10, count / every));
                    found += overlap(dense, exact(vectors, question, every));
                }
                times.sort(Comparator.naturalOrder());
                recall.put("1/" + every, found / QUESTIONS);
                p95.put("1/" + every, times.get(QUESTIONS * 95 / 100) / 1e6);
            }
            return new Figures(recall, p95, (built - start) / 1e9);
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static float[] near(Random random, float[] topic, double spread) {
        float[] noise = Samples.direction(random, DIMENSIONS);
        var vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (topic[i] + spread * noise[i]);
        }
        return Samples.normalised(vector);
    }

    private static IndexedMemory memory(int number, float[] vector) {
        var context = new MemoryContext(
                null,
                null,
                null,
                null,
                null,
                number % 100 == 0 ? "every100" : null,
                number % 1000 == 0 ? "every1000" : null,
                List.of(),
                Map.of());
        return Samples.memory(Samples.ACME, number, 1, "memory about topic " + number % TOPICS, context)
                .with(new IndexedMemory.Embedding(1, Samples.MODEL, vector));
    }

    private static MemoryFilter every(int number) {
        Map<ContextKey, String> context =
                switch (number) {
                    case 1 -> Map.of();
                    case 100 -> Map.of(ContextKey.DASHBOARD, "every100");
                    default -> Map.of(ContextKey.TASK, "every1000");
                };
        return new MemoryFilter(Set.of(), context, Set.of(), Map.of(), null, null);
    }

    private static Set<UUID> exact(float[][] vectors, float[] question, int every) {
        var best = IntStream.range(0, vectors.length)
                .filter(i -> i % every == 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -VectorUtil.dotProduct(question, vectors[i])))
                .limit(10)
                .map(Samples::id)
                .toList();
        return new HashSet<>(best);
    }

    private static double overlap(List<IndexHits.Hit> hits, Set<UUID> exact) {
        return (double) hits.stream().filter(hit -> exact.contains(hit.id())).count() / exact.size();
    }

    /** Recall at 10 and 95th percentile of milliseconds of processor time by filter, and seconds to build. */
    private record Figures(Map<String, Double> recall, Map<String, Double> p95, double buildSeconds) {}
}

package io.mnemesh.embeddings.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.embeddings.RealModel;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.EngineLimits;
import io.mnemesh.embeddings.engine.Tuning;
import io.mnemesh.embeddings.inference.Company;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.serving.EmbeddingMetrics;
import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.serving.ServedModel;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedderTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeStore store = new FakeStore();
    private final CountingEncoder encoder = new CountingEncoder();
    private final Preparation preparation = new Preparation();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddingMetrics metrics = new EmbeddingMetrics(meters);
    private final EmbeddingEngine engine = new EmbeddingEngine(
            encoder,
            new Tuning(Company.ANY_LENGTH, 1, 512, 18),
            new EngineLimits(false, 512, 100_000, 0),
            metrics.listener("test"),
            preparation,
            System::nanoTime);
    private final ServedModel model =
            new ServedModel("model@1", "model@1:fp32", "model@1:fp32", false, RealModel.tokenizer(), encoder, engine);
    private final Embedder embedder = new Embedder(
            store,
            preparation,
            metrics,
            ConfigDefaults.with(
                    EmbeddingsConfig.class,
                    Map.of(
                            "mnemesh.embeddings.requests.max-pending",
                            "2000",
                            "mnemesh.embeddings.requests.max-texts",
                            "64")));

    @BeforeEach
    void start() {
        engine.start();
    }

    @AfterEach
    void stop() {
        encoder.gate.release(1_000_000);
        engine.close();
    }

    @Test
    void shouldComputeAThousandEqualTextsOnce() {
        var answers = IntStream.range(0, 1000)
                .mapToObj(n -> embed(Lane.STANDARD, "the same"))
                .toList();
        encoder.gate.release(100);

        List<float[]> vectors = answers.stream()
                .map(answer -> answer.join().getFirst().vector())
                .toList();

        assertThat(encoder.texts).hasValue(1);
        assertThat(vectors).allSatisfy(vector -> assertThat(vector).containsExactly(vectors.getFirst()));
    }

    @Test
    void shouldComputeEqualTextsOfTwoTenantsTwice() {
        encoder.gate.release(100);

        embed(Lane.STANDARD, "the same").join();
        embedder.embed(model, new TenantId("other"), List.of(new TextInput.Text("the same")), Lane.STANDARD, LONG)
                .join();

        assertThat(encoder.texts).hasValue(2);
    }

    @Test
    void shouldKeepVectorsOfLengthOneAndOthersApart() {
        encoder.gate.release(100);
        var normalizing = new ServedModel(
                "model@1", "model@1:fp32:n", "model@1:fp32", true, RealModel.tokenizer(), encoder, engine);
        var text = List.of(new TextInput.Text("a b"));

        float first = vector(normalizing, text)[0];
        float pooled = vector(normalizing.unnormalized(), text)[0];
        await().until(() -> store.kept.size() == 2);

        assertThat(first).isEqualTo(1f);
        assertThat(pooled).isEqualTo(4f);
        assertThat(vector(normalizing, text)).containsExactly(1f);
        assertThat(vector(model, text)).containsExactly(4f);
        assertThat(encoder.texts).hasValue(2);
    }

    private float[] vector(ServedModel of, List<TextInput.Text> text) {
        return embedder.embed(of, ACME, text, Lane.STANDARD, LONG)
                .join()
                .getFirst()
                .vector();
    }

    @Test
    void shouldKeepTheOrderOfTheTexts() {
        encoder.gate.release(100);

        List<Embedded> embedded = embed(Lane.BULK, "a", "a b c d", "a b", "a").join();

        assertThat(embedded.stream().map(Embedded::tokens)).containsExactly(3, 6, 4, 3);
        assertThat(embedded.stream().map(one -> one.vector()[0])).containsExactly(3f, 6f, 4f, 3f);
    }

    @Test
    void shouldAnswerFromTheStoreWithoutComputing() {
        encoder.gate.release(100);
        embed(Lane.STANDARD, "known").join();
        await().until(() -> !store.kept.isEmpty());

        embed(Lane.STANDARD, "known").join();

        assertThat(encoder.texts).hasValue(1);
    }

    @Test
    void shouldNotLetWhatIsFoundWaitForWhatIsComputed() {
        encoder.gate.release(1);
        embed(Lane.STANDARD, "known").join();
        await().until(() -> !store.kept.isEmpty());
        store.hidden = true;

        var slow = embed(Lane.STANDARD, "unknown");
        var fast = embed(Lane.STANDARD, "known");

        assertThat(fast.join()).hasSize(1);
        assertThat(slow).isNotDone();
    }

    @Test
    void shouldGatherLookupsWhileOneIsUnderWay() {
        store.held = true;
        encoder.gate.release(100);
        var first = embed(Lane.STANDARD, "zero");
        var others = IntStream.range(0, 50)
                .mapToObj(n -> embed(Lane.STANDARD, "text " + n))
                .toList();

        store.release();

        first.join();
        others.forEach(CompletableFuture::join);
        assertThat(store.searches).containsExactly(1, 50);
    }

    @Test
    void shouldLookForShortTextsByThemselves() {
        encoder.gate.release(100);
        String longer = "word ".repeat(26);

        embed(Lane.STANDARD, "short", longer, "brief").join();

        assertThat(store.brief).containsExactlyInAnyOrder(true, false);
        assertThat(store.searches).containsExactlyInAnyOrder(2, 1);
    }

    @Test
    void shouldNotLetAQueryWaitForTheLookupsOfOthers() {
        store.held = true;
        encoder.gate.release(100);
        var bulk = embed(Lane.BULK, "bulk");
        store.held = false;

        assertThat(embed(Lane.INTERACTIVE, "query").join()).hasSize(1);
        assertThat(bulk).isNotDone();
        store.release();
    }

    @Test
    void shouldComputeWhatTheStoreCannotBeAskedFor() {
        store.broken = true;
        encoder.gate.release(100);

        assertThat(embed(Lane.STANDARD, "a", "b").join()).hasSize(2);
    }

    @Test
    void shouldNotComputeWhatNobodyWaitsForAnyMore() {
        var first = embed(Lane.STANDARD, "occupies the worker");
        await().until(() -> encoder.batches.get() == 1);
        var gone = embed(Lane.STANDARD, "given up");
        await().until(() -> engine.state().lanes().get(Lane.STANDARD).texts() == 1);

        gone.cancel(false);

        assertThat(engine.state().lanes().get(Lane.STANDARD).texts()).isZero();
        assertThat(first).isNotDone();
    }

    @Test
    void shouldComputeWhatSomebodyElseStillWaitsFor() {
        var gone = embed(Lane.STANDARD, "shared");
        var stays = embed(Lane.STANDARD, "shared");
        gone.cancel(false);
        encoder.gate.release(100);

        assertThat(stays.join()).hasSize(1);
    }

    @Test
    void shouldAnswerWithAProblemWhenTheTimeIsUp() {
        var answer =
                embedder.embed(model, ACME, List.of(new TextInput.Text("slow")), Lane.STANDARD, Duration.ofMillis(50));

        assertProblem(answer, ProblemType.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldRefuseMoreThanMayBeUnderWay() {
        var waiting = new ArrayList<CompletableFuture<List<Embedded>>>();
        for (int n = 0; n < 2000; n++) {
            waiting.add(embed(Lane.STANDARD, "text " + n % 10));
        }

        assertProblem(embed(Lane.STANDARD, "one more"), ProblemType.TOO_MANY_REQUESTS);

        assertThat(meters.get("mnemesh_embeddings_pending_texts").gauge().value())
                .isEqualTo(2000);
        assertThat(meters.get("mnemesh_embeddings_pending_capacity_texts")
                        .gauge()
                        .value())
                .isEqualTo(2000);
        assertThat(meters.get("mnemesh_embeddings_refused_total").counter().count())
                .isEqualTo(1);
        encoder.gate.release(1000);
        waiting.forEach(CompletableFuture::join);
        assertThat(embed(Lane.STANDARD, "one more").join()).hasSize(1);
    }

    private CompletableFuture<List<Embedded>> embed(Lane lane, String... texts) {
        return embedder.embed(
                model, ACME, List.of(texts).stream().map(TextInput.Text::new).toList(), lane, LONG);
    }

    private static void assertProblem(CompletableFuture<?> answer, ProblemType type) {
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    /** Vectors are the lengths; each batch waits at the gate. */
    private static final class CountingEncoder implements Encoder {

        final Semaphore gate = new Semaphore(0);
        final AtomicInteger batches = new AtomicInteger();
        final AtomicInteger texts = new AtomicInteger();

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<int[]> sequences) {
            batches.incrementAndGet();
            gate.acquireUninterruptibly();
            texts.addAndGet(sequences.size());
            return sequences.stream().map(ids -> new float[] {ids.length}).toList();
        }

        @Override
        public void close() {}
    }

    private static final class FakeStore implements VectorStore {

        final Map<String, Embedded> kept = new ConcurrentHashMap<>();
        final List<Integer> searches = new CopyOnWriteArrayList<>();
        final List<Boolean> brief = new CopyOnWriteArrayList<>();
        private final List<Runnable> waiting = new ArrayList<>();
        volatile boolean held;
        volatile boolean broken;
        /** Only a search finds what is kept, and then it is near. */
        volatile boolean hidden;

        @Override
        public Embedded peek(TenantId tenant, String key) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return hidden ? null : kept.get(tenant + key);
        }

        @Override
        public CompletionStage<Map<String, Embedded>> search(
                TenantId tenant,
                List<String> keys,
                boolean brief,
                Function<List<String>, CompletionStage<Map<String, Embedded>>> compute) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            searches.add(keys.size());
            this.brief.add(brief);
            var answer = new CompletableFuture<Map<String, Embedded>>();
            Runnable search = () -> search(tenant, keys, compute, answer);
            if (held) {
                waiting.add(search);
            } else {
                search.run();
            }
            return answer;
        }

        private void search(
                TenantId tenant,
                List<String> keys,
                Function<List<String>, CompletionStage<Map<String, Embedded>>> compute,
                CompletableFuture<Map<String, Embedded>> answer) {
            var found = new HashMap<String, Embedded>();
            var missing = new ArrayList<String>();
            for (String key : keys) {
                Embedded embedded = kept.get(tenant + key);
                if (embedded == null) {
                    missing.add(key);
                } else {
                    found.put(key, embedded);
                }
            }
            if (missing.isEmpty()) {
                answer.complete(found);
                return;
            }
            compute.apply(missing).thenAccept(computed -> {
                computed.forEach((key, embedded) -> kept.put(tenant + key, embedded));
                found.putAll(computed);
                answer.complete(found);
            });
        }

        void release() {
            held = false;
            List.copyOf(waiting).forEach(Runnable::run);
            waiting.clear();
        }
    }
}

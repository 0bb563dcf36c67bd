package io.mnemesh.memory.migration;

import static io.mnemesh.memory.support.MigrationApi.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.background.EndlessRest;
import io.mnemesh.memory.background.Worker;
import io.mnemesh.memory.embedding.BesideVectors;
import io.mnemesh.memory.embedding.EmbeddingConfig;
import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.index.IndexPlan;
import io.mnemesh.memory.migration.persistence.MigrationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The embedding model is switched while memories are stored and searched. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class MigrationTest extends MigrationFixture {

    private static final int BURST = 400;

    @Inject
    Migrations service;

    @Inject
    MigrationRepository repository;

    @Inject
    MemoryWalk walk;

    @Inject
    TenantSessions sessions;

    @Inject
    BesideVectors besideVectors;

    @Inject
    EmbeddingConfig embeddingConfig;

    @Inject
    MigrationConfig migrationConfig;

    @Test
    void shouldAnswerCompletelyAndByMeaningBeforeDuringAndAfter() throws InterruptedException {
        Map<String, List<UUID>> stored = stored();
        var searching = new Searching(stored);
        searching.start();

        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        searching.some();
        UUID during = api.store("harbour lights during the migration", Map.of("user", "late"));
        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);
        searching.some();
        answers("late", during);
        UUID after = api.store("harbour lights after the switch", Map.of("user", "later"));
        answers("later", after);

        migrations.rollBack(id);
        serves(FakeEmbeddings.DIMENSIONS);
        searching.some();
        answers("later", after);

        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);
        searching.some();
        answers("later", after);
        migrations.end(id, "finished");
        soon().untilAsserted(() -> assertThat(vectors(FakeEmbeddings.MODEL)).isZero());
        searching.some();

        searching.stop();
        assertThat(searching.problems).isEmpty();
        assertThat(searching.answers.get()).isGreaterThan(10 * USERS);
    }

    @Test
    void shouldLeaveNothingOfTheModelBeforeWhenItIsFinished() {
        stored();
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(USERS * EACH);
        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);

        migrations.end(id, "finished");

        soon().untilAsserted(() -> {
            assertThat(vectors(FakeEmbeddings.MODEL)).isZero();
            assertThat(files(config.directory())).isEmpty();
        });
        assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(USERS * EACH);
        UUID after = api.store("harbour lights after the end", Map.of("user", "later"));
        answers("later", after);
        assertThat(vectors(FakeEmbeddings.MODEL)).isZero();

        // And back again, which is a migration like the first.
        Path wide = folder(id);
        assertThat(files(wide)).isNotEmpty();
        String back = migrations.begin(FakeEmbeddings.NARROW);
        migrations.reaches(back, "ready");
        migrations.cutOver(back);
        serves(FakeEmbeddings.DIMENSIONS);
        migrations.end(back, "finished");
        soon().untilAsserted(() -> {
            assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isZero();
            assertThat(wide).doesNotExist();
        });
        answers("later", after);
        assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(USERS * EACH + 1L);
    }

    @Test
    void shouldLeaveNothingOfTheOtherModelWhenItIsCancelled() throws IOException {
        stored();
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        soon().untilAsserted(() -> assertThat(files(folder(id))).isNotEmpty());
        Path leftBehind = folder(UUID.randomUUID().toString());
        Files.createDirectory(leftBehind);
        Files.writeString(leftBehind.resolve("_0.cfs"), "of an instance that died");

        migrations.end(id, "cancelled");

        soon().untilAsserted(() -> {
            assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isZero();
            assertThat(folder(id)).doesNotExist();
            assertThat(leftBehind).doesNotExist();
        });
        assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(USERS * EACH);
        assertThat(dimensions()).isEqualTo(FakeEmbeddings.DIMENSIONS);
    }

    @Test
    void shouldGoOnWhereAnInstanceThatDiedStoppedWithoutEmbeddingAnythingTwice() {
        stored();
        int before = embeddings.widened().size();
        embeddings.widenAtMost(40);
        String id = migrations.begin(FakeEmbeddings.WIDE);
        soon().untilAsserted(() -> assertThat(number(id, "embedded")).isPositive());
        assertThat(migrations.state(id)).isEqualTo("embedding");

        // The work is another instance's, of which nothing is heard any more.
        giveAway(id, UUID.randomUUID(), Duration.ofSeconds(3));
        embeddings.widenAtMost(Integer.MAX_VALUE);
        migrations.reaches(id, "ready");

        List<String> mine = embeddings
                .widened()
                .subList(before, embeddings.widened().size())
                .stream()
                .filter(text -> text.contains(api.tenant()))
                .toList();
        assertThat(mine).doesNotHaveDuplicates().hasSize(USERS * EACH);
        assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(USERS * EACH);
        assertThat(number(id, "remaining")).isZero();
        assertThat(number(id, "embedded")).isGreaterThanOrEqualTo(USERS * EACH);
    }

    @Test
    void shouldRestAfterEachPageWhileRequestsCome() throws Exception {
        stored();
        int before = embeddings.widened().size();
        var busy = new EndlessRest();
        var worker = new Worker(UUID.randomUUID());
        var paced = new Reembedding(
                worker,
                service,
                repository,
                walk,
                sessions,
                besideVectors,
                embeddingConfig,
                migrationConfig,
                index,
                busy.pace(),
                Clock.systemUTC());
        String id = migrations.begin(FakeEmbeddings.WIDE);
        giveAway(id, worker.id(), Duration.ofHours(1));
        soon().untilAsserted(() ->
                assertThat(index.plan()).extracting(IndexPlan::beside).isNotNull());

        CompletableFuture<Void> pass = paced.tick().subscribeAsCompletionStage().toCompletableFuture();
        soon().untilAsserted(() -> assertThat(number(id, "embedded")).isPositive());

        assertThat(embeddings.widened().size() - before).isLessThanOrEqualTo(BesideVectors.PAGE);
        assertThat(pass).isNotDone();
        assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isLessThan(USERS * EACH);

        busy.end();
        pass.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(USERS * EACH);
    }

    @Test
    void shouldEmbedWhatStillWaitsOnAnotherInstanceBeforeItCutsOver() {
        Map<String, List<UUID>> stored = stored();
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        soon().untilAsserted(() -> migrations.get(id).then().body("caughtUp", equalTo(true)));
        giveAway(id, UUID.randomUUID(), Duration.ofHours(1));
        loseWideVectors(stored.values().stream().flatMap(List::stream).toList());

        refused(migrations.change(id, "cutover"), 409).body("detail", containsString("are being embedded"));
        assertThat(migrations.state(id)).isEqualTo("ready");

        giveAway(id, UUID.randomUUID(), Duration.ZERO);
        soon().untilAsserted(
                        () -> assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(USERS * EACH));
        giveAway(id, UUID.randomUUID(), Duration.ofHours(1));
        loseWideVectors(stored.getOrDefault("user0", List.of()));
        migrations.cutOver(id);

        assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(USERS * EACH);
    }

    /** As if another instance had them in its queue. */
    private void loseWideVectors(List<UUID> memories) {
        transactions
                .inTenant(
                        new TenantId(api.tenant()),
                        connection -> connection
                                .preparedQuery("delete from memory_embedding where model = $1 and memory_id = any($2)")
                                .execute(Tuple.of(FakeEmbeddings.WIDE + "@1", memories.toArray(UUID[]::new))))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void shouldMakeUpForWhatTheOtherModelDidNotEmbedWhenItWasStored() {
        stored();
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.AWAY);
        UUID late = api.store("harbour lights while the model before is away", Map.of("user", "late"));
        answers("late", late);
        assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(USERS * EACH);

        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.ANSWER);

        soon().untilAsserted(() -> assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(USERS * EACH + 1L));
        migrations.rollBack(id);
        serves(FakeEmbeddings.DIMENSIONS);
        answers("late", late);
    }

    @Test
    void shouldEmbedManyThatAreStoredAtOnceByBothModelsWithoutAPass() {
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        giveAway(id, UUID.randomUUID(), Duration.ofHours(1));

        api.request()
                .body(Map.of(
                        "items",
                        IntStream.range(0, BURST)
                                .mapToObj(i -> Map.of(
                                        "op", "add", "memory", Map.of("content", "harbour light " + i, "type", "fact")))
                                .toList()))
                .post("/api/memories/batch")
                .then()
                .statusCode(200)
                .body("succeeded", equalTo(BURST));

        soon().untilAsserted(() -> {
            assertThat(vectors(FakeEmbeddings.MODEL)).isEqualTo(BURST);
            assertThat(vectors(FakeEmbeddings.WIDE + "@1")).isEqualTo(BURST);
        });
    }

    @Test
    void shouldExpungeFromBothIndexes() {
        UUID gone = api.store("xylophones in the harbour");
        UUID kept = api.store("xylophones in the hall");
        answers("xylophones", Map.of(), List.of(gone, kept));
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");
        soon().untilAsserted(() -> migrations.get(id).then().body("caughtUp", equalTo(true)));

        soon().untilAsserted(() -> assertThat(index.expungeable()).isTrue());
        index.expunge(new TenantId(api.tenant()), List.of(gone)).await().atMost(PATIENCE);

        assertThat(indexed("xylophones")).containsExactly(kept);
        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);
        assertThat(indexed("xylophones")).containsExactly(kept);
    }

    @Test
    void shouldCompareMemoriesByTheModelThatServes() {
        UUID first = api.store("Ana prefers window seats on trains.", Map.of("user", "ana"));
        UUID second = api.store("Please note that Ana prefers window seats on trains!", Map.of("user", "ana"));
        answers("window seats", Map.of("user", "ana"), List.of(first, second));
        String id = migrations.begin(FakeEmbeddings.WIDE);
        migrations.reaches(id, "ready");

        migrations.cutOver(id);
        serves(FakeEmbeddings.WIDE_DIMENSIONS);

        api.request()
                .post("/api/memories/consolidate?preview=true")
                .then()
                .statusCode(200)
                .body("compared", equalTo(2))
                .body("merged", equalTo(1));
        api.request()
                .get("/api/memories/" + first + "/related?kinds=similar")
                .then()
                .statusCode(200)
                .body("items.memory.id", equalTo(List.of(second.toString())));
    }

    /** A client that never stops asking. */
    private final class Searching {

        private final Map<String, List<UUID>> stored;
        private final List<String> problems = new CopyOnWriteArrayList<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final Thread thread = new Thread(this::run, "searching");
        private volatile boolean stopped;

        Searching(Map<String, List<UUID>> stored) {
            this.stored = stored;
        }

        void start() {
            thread.start();
        }

        private void run() {
            while (!stopped) {
                stored.forEach((user, ids) -> {
                    String problem = problem("harbour lights", Map.of("user", user), ids);
                    if (!problem.isEmpty()) {
                        problems.add(dimensions() + ": " + problem);
                    }
                    answers.incrementAndGet();
                });
            }
        }

        /** Waits until every question was asked again. */
        void some() {
            int now = answers.get();
            soon().untilAsserted(() -> assertThat(answers.get()).isGreaterThan(now + 2 * stored.size()));
        }

        void stop() throws InterruptedException {
            stopped = true;
            thread.join(PATIENCE.toMillis());
        }
    }
}

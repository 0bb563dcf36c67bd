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
import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexPlan;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.migration.persistence.MigrationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.memory.support.MigrationApi;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The embedding model is switched while memories are stored and searched. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class MigrationTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int USERS = 8;
    private static final int EACH = 6;
    private static final int BURST = 400;

    @Inject
    FakeEmbeddings embeddings;

    @Inject
    IndexService index;

    @Inject
    IndexConfig config;

    @Inject
    TenantTransactions transactions;

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

    private final Api api = Api.ofNewTenant();
    private final MigrationApi migrations = new MigrationApi(api.tenant());

    /** Every tenant's memories are embedded, also those of other tests. */
    @BeforeEach
    void answerEverybody() {
        embeddings.answerEverybody();
    }

    @AfterEach
    void forget() {
        embeddings.widenAtMost(Integer.MAX_VALUE);
        MigrationApi.forget(transactions, index);
    }

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

    @Test
    void shouldRefuseWhatCannotBeDone() {
        refused(migrations.post(Map.of("model", "unheard-of")), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of("model", "../escape")), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of()), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE, "speed", 9)), 400);
        refused(migrations.operator().body("{\"model\":").post(MigrationApi.PATH), 400);
        refused(migrations.post(Map.of("model", FakeEmbeddings.NARROW)), 409);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.WRONG_SIZE);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 409);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.AWAY);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 503);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.ANSWER);
        refused(migrations.get(UUID.randomUUID().toString()), 404);
        refused(migrations.get("no-id"), 404);
        refused(migrations.change(UUID.randomUUID().toString(), "cutover"), 404);

        String id = migrations.begin(FakeEmbeddings.WIDE);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 409);
        refused(migrations.change(id, "cutover"), 409).body("state", equalTo("embedding"));
        refused(migrations.change(id, "rollback"), 409).body("state", equalTo("embedding"));
        migrations.end(id, "cancelled");
        migrations.end(id, "cancelled");
        refused(migrations.change(id, "cutover"), 409).body("state", equalTo("cancelled"));
    }

    @Test
    void shouldBeForOperatorsOnly() {
        String path = MigrationApi.PATH + "/" + UUID.randomUUID();
        for (String role : List.of("member", Identity.ADMIN)) {
            refused(
                    migrations
                            .as(role)
                            .body(Map.of("model", FakeEmbeddings.WIDE))
                            .post(MigrationApi.PATH),
                    403);
            refused(migrations.as(role).get(MigrationApi.PATH), 403);
            refused(migrations.as(role).get(path), 403);
            refused(migrations.as(role).post(path + "/cutover"), 403);
            refused(migrations.as(role).post(path + "/rollback"), 403);
            refused(migrations.as(role).delete(path), 403);
        }
        refused(RestAssured.given().get(MigrationApi.PATH), 401);
    }

    @Test
    void shouldBeginOneOfSeveralAtOnce() {
        List<CompletableFuture<Response>> begun = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> migrations.post(Map.of("model", FakeEmbeddings.WIDE))))
                .limit(4)
                .toList();

        List<Integer> answers = begun.stream()
                .map(CompletableFuture::join)
                .map(Response::statusCode)
                .sorted()
                .toList();

        assertThat(answers).containsExactly(202, 409, 409, 409);
        migrations
                .operator()
                .get(MigrationApi.PATH)
                .then()
                .body("findAll { it.state == 'embedding' }.size()", equalTo(1));
    }

    /** Memories of several users that are found by meaning. */
    private Map<String, List<UUID>> stored() {
        Map<String, List<UUID>> stored = new HashMap<>();
        for (int user = 0; user < USERS; user++) {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                ids.add(api.store(
                        "harbour lights number" + i + " of user" + user + " in " + api.tenant(),
                        Map.of("user", "user" + user)));
            }
            stored.put("user" + user, ids);
        }
        stored.forEach((user, ids) -> answers("harbour lights", Map.of("user", user), ids));
        return stored;
    }

    private static ValidatableResponse refused(Response answer, int status) {
        return answer.then().statusCode(status).contentType(containsString("application/problem+json"));
    }

    private int number(String id, String member) {
        return migrations.get(id).then().statusCode(200).extract().path(member);
    }

    /** Passes are this instance's work for so long. */
    private void giveAway(String id, UUID worker, Duration time) {
        transactions
                .inSystem(connection -> connection
                        .preparedQuery("update index_migration set worker = $1, worker_until = $2 where id = $3")
                        .execute(Tuple.of(
                                worker, OffsetDateTime.now(ZoneOffset.UTC).plus(time), UUID.fromString(id))))
                .await()
                .atMost(PATIENCE);
    }

    private void serves(int dimensions) {
        soon().untilAsserted(() -> assertThat(dimensions()).isEqualTo(dimensions));
    }

    private int dimensions() {
        return index.serving().generation().dimensions();
    }

    /** Vectors of this model the record has of this tenant. */
    private long vectors(String revision) {
        return transactions
                .inTenant(
                        new TenantId(api.tenant()),
                        connection -> connection
                                .preparedQuery("select count(*) from memory_embedding where model = $1")
                                .execute(Tuple.of(revision)))
                .map(found -> found.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }

    private Path folder(String id) {
        Path configured = config.directory();
        return configured.resolveSibling(configured.getFileName() + "-" + id.replace("-", ""));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the index that serves has by this word, whatever the record has. */
    private List<UUID> indexed(String word) {
        return index
                .search(new IndexQuery(new TenantId(api.tenant()), word, null, MemoryFilter.ALL, 10))
                .await()
                .atMost(PATIENCE)
                .hits()
                .stream()
                .map(IndexHits.Hit::id)
                .toList();
    }

    private void answers(String user, UUID memory) {
        answers("harbour lights", Map.of("user", user), List.of(memory));
    }

    private void answers(String question, Map<String, String> filter, List<UUID> memories) {
        soon().untilAsserted(
                        () -> assertThat(problem(question, filter, memories)).isEmpty());
    }

    /** What is wrong with the answer to a question that all these memories answer; empty if nothing is. */
    private String problem(String question, Map<String, String> filter, List<UUID> memories) {
        Response answer = api.search(question, filter);
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.asString();
        }
        String mode = answer.path("mode");
        if (!mode.equals("hybrid")) {
            return "mode " + mode;
        }
        List<String> found = answer.path("hits.memory.id");
        if (!found.containsAll(memories.stream().map(UUID::toString).toList())) {
            return "found " + found + " instead of " + memories;
        }
        List<Object> semantic = answer.path("hits.semanticScore");
        return semantic.contains(null) ? "without a vector" : "";
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

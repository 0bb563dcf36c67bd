package io.mnemesh.memory.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.embedding.EmbeddingEffect.Caused;
import io.mnemesh.memory.embedding.EmbeddingEffect.Versioned;
import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.fake.FakeEmbeddings.Behaviour;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.Vectors;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient.Embeddings;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class EmbedderTest {

    private static final Generation ANY_MODEL = new Generation("", null, FakeEmbeddings.DIMENSIONS);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    FakeEmbeddings embeddings;

    @Inject
    EmbeddingEffect effect;

    @Inject
    TenantTransactions transactions;

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldStoreTheVectorOfTheModelOnce() {
        UUID id = api.store("vector of this text");

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(vectors(id)).hasSize(1));
        Row row = vectors(id).getFirst();
        assertThat(row.getString("model")).isEqualTo(FakeEmbeddings.MODEL);
        assertThat(row.getInteger("version")).isEqualTo(1);
        assertThat(Vectors.fromBytes(row.getBuffer("vector").getBytes()))
                .isEqualTo(FakeEmbeddings.vector("vector of this text"));
        api.get(id).then().body("embedded", equalTo(true));
    }

    @Test
    void shouldHaveOneEffectHoweverOftenTheCauseIsDelivered() {
        UUID id = embedded("repeated");
        UUID cause = UUID.randomUUID();
        long before = announcements(id);

        store(cause, id, 1, "other@1", FakeEmbeddings.vector("a"));
        store(cause, id, 1, "other@1", FakeEmbeddings.vector("b"));

        assertThat(announcements(id)).isEqualTo(before + 1);
        assertThat(vectors(id)).hasSize(2);
        assertThat(vectors(id).stream()
                        .filter(row -> row.getString("model").equals("other@1"))
                        .map(row -> Vectors.fromBytes(row.getBuffer("vector").getBytes())))
                .containsExactly(FakeEmbeddings.vector("a"));
    }

    @Test
    void shouldStoreSeveralWithOneRequestAndOneEventEach() {
        List<UUID> ids = List.of(embedded("one of three"), embedded("two of three"), embedded("three of three"));
        List<Caused> causes = ids.stream()
                .map(id -> new Caused(UUID.randomUUID(), null, new Versioned(id, 1)))
                .toList();

        storeAll(causes, "other@1", "a", "b", "c");

        for (int i = 0; i < 3; i++) {
            assertThat(announcements(ids.get(i))).isEqualTo(2);
            assertThat(vectors(ids.get(i)).stream()
                            .filter(row -> row.getString("model").equals("other@1"))
                            .map(row ->
                                    Vectors.fromBytes(row.getBuffer("vector").getBytes())))
                    .containsExactly(
                            FakeEmbeddings.vector(List.of("a", "b", "c").get(i)));
        }
    }

    @Test
    void shouldStoreNoneOfSeveralIfOneWasHandledOrHasChanged() {
        UUID first = embedded("handled before");
        UUID second = embedded("changed since");
        UUID cause = UUID.randomUUID();
        store(cause, first, 1, "other@1", FakeEmbeddings.vector("a"));
        var fresh = new Caused(UUID.randomUUID(), null, new Versioned(second, 1));

        assertThatThrownBy(() ->
                        storeAll(List.of(new Caused(cause, null, new Versioned(first, 1)), fresh), "other@1", "b", "c"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> storeAll(
                        List.of(fresh, new Caused(UUID.randomUUID(), null, new Versioned(first, 7))),
                        "other@1",
                        "b",
                        "c"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(announcements(first)).isEqualTo(2);
        assertThat(announcements(second)).isEqualTo(1);
        assertThat(vectors(second)).hasSize(1);
        storeAll(List.of(fresh), "other@1", "c");
        assertThat(vectors(second)).hasSize(2);
    }

    @Test
    void shouldGiveManyStoredAtOnceTheirOwnVectors() {
        List<Map<String, Object>> items = IntStream.range(0, 300)
                .mapToObj(i -> Map.<String, Object>of(
                        "op", "add", "memory", Map.of("type", "fact", "content", "number " + i + " of many")))
                .toList();

        List<String> ids = api.request()
                .body(Map.of("items", items))
                .post("/api/memories/batch")
                .then()
                .statusCode(200)
                .extract()
                .path("items.memory.id");

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(rows("select * from memory where embedded", Tuple.tuple()))
                        .hasSize(300));
        for (int i = 0; i < 300; i++) {
            UUID id = UUID.fromString(ids.get(i));
            assertThat(vectors(id)).hasSize(1);
            assertThat(Vectors.fromBytes(
                            vectors(id).getFirst().getBuffer("vector").getBytes()))
                    .isEqualTo(FakeEmbeddings.vector("number " + i + " of many"));
        }
    }

    @Test
    void shouldLetNoneFailForAnother() {
        embeddings.behave(api.tenant(), Behaviour.FASTIDIOUS);
        List<Map<String, Object>> items = IntStream.range(0, 60)
                .mapToObj(i -> i == 30 ? FakeEmbeddings.UNSPEAKABLE : "speakable " + i)
                .map(text -> Map.<String, Object>of("op", "add", "memory", Map.of("type", "fact", "content", text)))
                .toList();

        api.request()
                .body(Map.of("items", items))
                .post("/api/memories/batch")
                .then()
                .statusCode(200);

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(
                                rows("select content from memory where embedded", Tuple.tuple()).stream()
                                        .map(row -> row.getString(0)))
                        .hasSize(59)
                        .doesNotContain(FakeEmbeddings.UNSPEAKABLE));
    }

    @Test
    void shouldDropWhatIsCachedWhenItsWriterDiedBeforeItCould() {
        embeddings.behave(api.tenant(), Behaviour.AWAY);
        UUID id = api.store("written and not told");
        api.get(id).then().body("embedded", equalTo(false));
        UUID cause = UUID.randomUUID();
        rows("update memory set embedded = true where id = $1 returning id", Tuple.of(id));
        rows(
                "insert into processed_event (consumer_group, event_id) values ($1, $2) returning event_id",
                Tuple.of(MemoryEmbedder.GROUP, cause));
        api.get(id).then().body("embedded", equalTo(false));

        store(cause, id, 1, FakeEmbeddings.MODEL, FakeEmbeddings.vector("written and not told"));

        api.get(id).then().body("embedded", equalTo(true));
    }

    @Test
    void shouldLeaveAMemoryAloneThatIsGoneOrHasChanged() {
        UUID id = embedded("current");
        float[] vector = FakeEmbeddings.vector("stale");

        store(UUID.randomUUID(), id, 7, FakeEmbeddings.MODEL, vector);
        store(UUID.randomUUID(), UUID.randomUUID(), 1, FakeEmbeddings.MODEL, vector);

        assertThat(vectors(id)).hasSize(1);
        assertThat(Vectors.fromBytes(vectors(id).getFirst().getBuffer("vector").getBytes()))
                .isEqualTo(FakeEmbeddings.vector("current"));
    }

    @Test
    void shouldRefuseAVectorOfTheWrongSize() {
        UUID id = embedded("three hundred and eighty-four");

        assertThatThrownBy(() -> store(UUID.randomUUID(), id, 1, "small@1", new float[3]))
                .hasMessageContaining("3 dimensions");

        assertThat(vectors(id)).hasSize(1);
    }

    @Test
    void shouldEmbedAsSoonAsEmbeddingsAreBack() {
        embeddings.behave(api.tenant(), Behaviour.AWAY);
        UUID id = api.store("patient");
        api.get(id).then().body("embedded", equalTo(false));

        embeddings.behave(api.tenant(), Behaviour.ANSWER);

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> api.get(id).then().body("embedded", equalTo(true)));
    }

    @Test
    void shouldDeleteTheVectorWithTheMemory() {
        UUID id = embedded("leaves nothing behind");

        api.delete(id).then().statusCode(204);

        assertThat(vectors(id)).isEmpty();
    }

    private UUID embedded(String content) {
        UUID id = api.store(content);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> api.get(id).then().body("embedded", equalTo(true)));
        return id;
    }

    private void store(UUID cause, UUID id, int version, String model, float[] vector) {
        effect.store(
                        ANY_MODEL,
                        new TenantId(api.tenant()),
                        new Caused(cause, null, new Versioned(id, version)),
                        model,
                        vector)
                .await()
                .atMost(SOON);
    }

    private void storeAll(List<Caused> causes, String model, String... texts) {
        effect.storeAll(
                        ANY_MODEL,
                        new TenantId(api.tenant()),
                        causes,
                        new Embeddings(
                                model,
                                Stream.of(texts).map(FakeEmbeddings::vector).toList()))
                .await()
                .atMost(SOON);
    }

    private List<Row> vectors(UUID id) {
        return rows("select * from memory_embedding where memory_id = $1", Tuple.of(id));
    }

    private long announcements(UUID id) {
        return rows(
                        "select id from outbox where fields like $1 and fields like '%memory.embedded%'",
                        Tuple.of("%" + id + "%"))
                .size();
    }

    private List<Row> rows(String sql, Tuple parameters) {
        return transactions
                .inTenant(
                        new TenantId(api.tenant()),
                        connection -> connection.preparedQuery(sql).execute(parameters))
                .map(found -> {
                    var rows = new ArrayList<Row>();
                    found.forEach(rows::add);
                    return List.copyOf(rows);
                })
                .await()
                .atMost(SOON);
    }
}

package io.mnemesh.memory.memories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class UpdateApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    private final Api api = Api.ofNewTenant();

    private Response patch(UUID id, Object body) {
        return api.request().body(body).patch("/api/memories/" + id);
    }

    private Response undo(UUID id) {
        return api.request().post("/api/memories/" + id + "/undo");
    }

    private Response history(UUID id, String query) {
        return api.request().get("/api/memories/" + id + "/history" + query);
    }

    @Test
    void shouldChangeWhatIsGivenAndKeepTheRest() {
        UUID id = api.store("Ana prefers window seats", Map.of("user", "ana", "conversation", "c1"));
        api.get(id).then().header("ETag", "\"1\"");

        patch(id, Map.of("content", "Ana prefers aisle seats", "importance", 0.9))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("content", equalTo("Ana prefers aisle seats"))
                .body("importance", equalTo(0.9f))
                .body("type", equalTo("fact"))
                .body("context.user", equalTo("ana"))
                .body("version", equalTo(2))
                .body("embedded", equalTo(false));
        api.get(id).then().header("ETag", "\"2\"").body("content", equalTo("Ana prefers aisle seats"));
    }

    @Test
    void shouldReplaceTheWholeMemory() {
        UUID id = api.store("before", Map.of("user", "ana"));

        api.request()
                .body(Map.of("content", "after", "type", "insight"))
                .put("/api/memories/" + id)
                .then()
                .statusCode(200)
                .body("type", equalTo("insight"))
                .body("context.user", nullValue())
                .body("version", equalTo(2));
    }

    @Test
    void shouldFindTheNewTextByWordsAndMeaningAndTheOldNoMore() {
        UUID id = api.store("zebra crossing");
        soon(() -> assertThat(api.found("zebra")).contains(id.toString()));

        patch(id, Map.of("content", "giraffe enclosure")).then().statusCode(200);

        soon(() -> {
            api.get(id).then().body("embedded", equalTo(true));
            api.search("giraffe", Map.of())
                    .then()
                    .body("hits[0].memory.content", equalTo("giraffe enclosure"))
                    .body("hits[0].lexicalScore", equalTo(1.0f));
            assertThat(api.search("giraffe enclosure", Map.of())
                            .<Number>path("hits[0].semanticScore")
                            .doubleValue())
                    .isGreaterThan(0.9);
            api.search("zebra", Map.of()).then().body("hits[0].lexicalScore", equalTo(0.0f));
        });
    }

    @Test
    void shouldMoveBetweenConversations() {
        UUID id = api.store("a turn", Map.of("conversation", "c1"));
        api.request().get("/api/conversations/c1/memories").then().body("items.id", contains(id.toString()));
        api.request().get("/api/conversations/c2/memories").then().body("items", empty());

        patch(id, Map.of("context", Map.of("conversation", "c2"))).then().statusCode(200);

        api.request().get("/api/conversations/c1/memories").then().body("items", empty());
        api.request().get("/api/conversations/c2/memories").then().body("items.id", contains(id.toString()));
    }

    @Test
    void shouldRefuseAChangeOfAnotherVersionThanExpected() {
        UUID id = api.store("first");
        patch(id, Map.of("content", "second")).then().statusCode(200);

        api.request()
                .header("If-Match", "\"1\"")
                .body(Map.of("content", "third"))
                .patch("/api/memories/" + id)
                .then()
                .statusCode(412)
                .body("type", containsString("precondition-failed"))
                .body("version", equalTo(2));
        for (String tag : List.of("\"2\"", "\"1\", \"3\"", "*")) {
            api.request()
                    .header("If-Match", tag)
                    .body(Map.of("content", "by " + tag))
                    .patch("/api/memories/" + id)
                    .then()
                    .statusCode(200);
        }
        api.get(id).then().body("version", equalTo(5));
    }

    @ParameterizedTest
    @CsvSource({"3,422", "W/\"1\",422", "\"x\",412", "\"99999999999\",412"})
    void shouldNotTakeATagThatIsNoVersion(String tag, int status) {
        UUID id = api.store("x");

        api.request()
                .header("If-Match", tag)
                .body(Map.of("content", "y"))
                .patch("/api/memories/" + id)
                .then()
                .statusCode(status);
    }

    @Test
    void shouldMakeNoVersionWhenNothingChanges() {
        UUID id = api.store("same", Map.of("tags", List.of("t")));

        patch(id, Map.of("content", "same", "context", Map.of("tags", List.of("t"))))
                .then()
                .statusCode(200)
                .body("version", equalTo(1));

        history(id, "").then().body("items", empty());
    }

    @Test
    void shouldKeepEveryVersionInOrderAndUndo() {
        UUID id = api.store("one", Map.of("user", "ana"));
        patch(id, Map.of("content", "two"));
        patch(id, Map.of("content", "three", "context", Map.of("user", "bob")));

        history(id, "?limit=1")
                .then()
                .statusCode(200)
                .body("items.memory.content", contains("two"))
                .body("items[0].replacedBy", equalTo("ana"))
                .body("nextBefore", equalTo(2));
        history(id, "?before=2")
                .then()
                .body("items.memory.content", contains("one"))
                .body("items.memory.version", contains(1))
                .body("nextBefore", nullValue());

        undo(id).then().statusCode(200).body("content", equalTo("two")).body("version", equalTo(4));
        undo(id).then().statusCode(200).body("content", equalTo("three")).body("context.user", equalTo("bob"));
        history(id, "").then().body("items", hasSize(4));
    }

    @Test
    void shouldHaveNothingToUndoAtFirst() {
        undo(api.store("one")).then().statusCode(409).body("type", containsString("conflict"));
    }

    @Test
    void shouldForgetTheHistoryWithTheMemory() {
        UUID id = api.store("secret one");
        patch(id, Map.of("content", "secret two")).then().statusCode(200);
        assertThat(historyRows(id)).isEqualTo(1);

        api.delete(id).then().statusCode(204);

        assertThat(historyRows(id)).isZero();
        history(id, "").then().statusCode(404);
    }

    private long historyRows(UUID id) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery("select set_config('mnemesh.tenant', $1, true)")
                        .execute(Tuple.of(api.tenant()))
                        .chain(() -> connection
                                .preparedQuery("select count(*) from memory_history where memory_id = $1")
                                .execute(Tuple.of(id)))
                        .map(rows -> rows.iterator().next().getLong(0)))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void shouldAnswerAnotherTenantAsIfItDidNotExist() {
        UUID id = api.store("mine");
        patch(id, Map.of("content", "still mine"));
        Api other = Api.ofNewTenant();

        other.request()
                .body(Map.of("content", "yours"))
                .patch("/api/memories/" + id)
                .then()
                .statusCode(404);
        other.request().post("/api/memories/" + id + "/undo").then().statusCode(404);
        other.request().get("/api/memories/" + id + "/history").then().statusCode(404);
        api.get(id).then().body("content", equalTo("still mine"));
    }

    @ParameterizedTest
    @CsvSource({
        "content,'{\"content\":\" \"}'",
        "type,'{\"type\":\"nonsense\"}'",
        "importance,'{\"importance\":2}'",
        "occurredAt,'{\"occurredAt\":\"soon\"}'",
        "context.user,'{\"context\":{\"user\":\"\"}}'"
    })
    void shouldNameTheFieldThatIsNotAcceptable(String field, String body) {
        UUID id = api.store("x");

        patch(id, body).then().statusCode(422).body("field", equalTo(field));
    }

    @Test
    void shouldLoseNoChangeMadeAtTheSameTime() throws Exception {
        UUID id = api.store("start");
        try (var callers = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> changes = java.util.stream.IntStream.range(0, 12)
                    .<Callable<Integer>>mapToObj(i ->
                            () -> patch(id, Map.of("content", "change " + i)).statusCode())
                    .toList();
            for (Future<Integer> change : callers.invokeAll(changes)) {
                assertThat(change.get()).isEqualTo(200);
            }
        }

        api.get(id).then().body("version", equalTo(13));
        assertThat(history(id, "").<List<Integer>>path("items.memory.version"))
                .containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }
}

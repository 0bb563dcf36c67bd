package io.mnemesh.memory.memories.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class BatchApiTest {

    private final Api api = Api.ofNewTenant();

    private Response batch(Object items) {
        var body = new HashMap<String, Object>();
        body.put("items", items);
        return api.request().body(body).post("/api/memories/batch");
    }

    private static Map<String, Object> add(String content) {
        return Map.of("op", "add", "memory", Map.of("content", content, "type", "fact"));
    }

    private static Map<String, Object> keyed(String content, String key) {
        var item = new HashMap<>(add(content));
        item.put("idempotencyKey", key);
        return item;
    }

    @Test
    void shouldGiveEveryItemItsOwnOutcomeInOrder() {
        UUID changed = api.store("to change");
        UUID deleted = api.store("to delete");
        UUID stale = api.store("stale");

        batch(List.of(
                        add("new"),
                        Map.of("op", "update", "id", changed, "patch", Map.of("content", "changed"), "version", 1),
                        Map.of("op", "delete", "id", deleted),
                        Map.of("op", "update", "id", stale, "patch", Map.of("content", "x"), "version", 7),
                        add(" "),
                        Map.of("op", "delete", "id", UUID.randomUUID()),
                        Map.of("op", "forget"),
                        Map.of("op", "update", "id", "no id", "patch", Map.of())))
                .then()
                .statusCode(200)
                .body("items.status", contains(201, 200, 204, 412, 422, 404, 422, 404))
                .body("succeeded", equalTo(3))
                .body("failed", equalTo(5))
                .body("items[0].memory.content", equalTo("new"))
                .body("items[1].memory.version", equalTo(2))
                .body("items[2].memory", nullValue())
                .body("items[3].problem.version", equalTo(1))
                .body("items[4].problem.field", equalTo("content"))
                .body("items[6].problem.field", equalTo("op"));

        api.get(changed).then().body("content", equalTo("changed"));
        api.get(deleted).then().statusCode(404);
        api.get(stale).then().body("content", equalTo("stale"));
    }

    @Test
    void shouldDoItemsOfOneMemoryInTheOrderAsked() {
        UUID id = api.store("0");

        batch(IntStream.rangeClosed(1, 20)
                        .mapToObj(
                                i -> Map.of("op", "update", "id", id, "patch", Map.of("content", "" + i), "version", i))
                        .toList())
                .then()
                .body("succeeded", equalTo(20));

        api.get(id).then().body("content", equalTo("20")).body("version", equalTo(21));
    }

    @Test
    @Tag("slow")
    void shouldStoreAThousandAndRefuseMore() {
        List<Map<String, Object>> items = IntStream.range(0, BatchDraft.MOST)
                .mapToObj(i -> add("memory " + i))
                .toList();

        List<String> ids = batch(items)
                .then()
                .statusCode(200)
                .body("succeeded", equalTo(BatchDraft.MOST))
                .extract()
                .path("items.memory.id");

        assertThat(new HashSet<>(ids)).hasSize(BatchDraft.MOST);
        for (List<?> refused : List.of(Collections.nCopies(BatchDraft.MOST + 1, add("x")), List.of())) {
            batch(refused).then().statusCode(422).body("field", equalTo("items"));
        }
        batch(null).then().statusCode(422).body("field", equalTo("items"));
    }

    @Test
    void shouldStoreOncePerIdempotencyKey() {
        Map<String, Object> item = keyed("once", "k-1");

        List<String> ids = batch(List.of(item, item, item)).then().extract().path("items.memory.id");

        assertThat(new HashSet<>(ids)).hasSize(1);
        batch(List.of(item)).then().body("items[0].memory.id", equalTo(ids.getFirst()));
        api.request().get("/api/memories").then().body("items", hasSize(1));
    }

    @Test
    void shouldStoreWhatFollowsARefusedAddOnce() {
        batch(List.of(keyed("first", "k-2"))).then().body("items.status", contains(201));

        batch(List.of(add("before"), keyed("another", "k-2"), add("after"), keyed("first", "k-2")))
                .then()
                .body("items.status", contains(201, 409, 201, 201));

        api.request().get("/api/memories").then().body("items.content", contains("after", "before", "first"));
    }

    @Test
    void shouldNotTouchAnotherTenantsMemory() {
        UUID id = api.store("mine");
        Api other = Api.ofNewTenant();

        other.request()
                .body(Map.of(
                        "items",
                        List.of(
                                Map.of("op", "delete", "id", id),
                                Map.of("op", "update", "id", id, "patch", Map.of("content", "yours")))))
                .post("/api/memories/batch")
                .then()
                .body("items.status", contains(404, 404));

        api.get(id).then().body("content", equalTo("mine"));
        other.request().get("/api/memories").then().body("items", empty());
    }
}

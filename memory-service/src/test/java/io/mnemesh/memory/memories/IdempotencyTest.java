package io.mnemesh.memory.memories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class IdempotencyTest {

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldAnswerTheSameWhenTheRequestIsRepeated() {
        String first = post("k1", "{\"content\":\"once\",\"type\":\"fact\"}")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        String second = post("k1", "{ \"type\" : \"fact\", \"content\":\"once\", \"importance\":0.5 }")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        assertThat(second).isEqualTo(first);
        api.request().get("/api/memories").then().body("items", hasSize(1));
    }

    @Test
    void shouldRefuseAnotherRequestWithTheSameKey() {
        post("k2", "{\"content\":\"once\",\"type\":\"fact\"}").then().statusCode(201);

        post("k2", "{\"content\":\"other\",\"type\":\"fact\"}")
                .then()
                .statusCode(409)
                .body("type", containsString("idempotency-mismatch"));
    }

    @Test
    void shouldNotBringADeletedMemoryBack() {
        String body = "{\"content\":\"once\",\"type\":\"fact\"}";
        String id = post("k3", body).then().statusCode(201).extract().path("id");
        api.delete(UUID.fromString(id)).then().statusCode(204);

        post("k3", body).then().statusCode(409).body("type", containsString("conflict"));
    }

    @Test
    void shouldKeepKeysOfTenantsApart() {
        post("k4", "{\"content\":\"once\",\"type\":\"fact\"}").then().statusCode(201);

        Api.ofNewTenant()
                .request()
                .header("Idempotency-Key", "k4")
                .body(Map.of("content", "other", "type", "fact"))
                .post("/api/memories")
                .then()
                .statusCode(201);
    }

    @Test
    void shouldStoreOnceWhenTheSameRequestArrivesSideBySide() throws Exception {
        Set<String> ids = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<String>> requests = IntStream.range(0, 12)
                    .<Callable<String>>mapToObj(i -> () -> post("k5", "{\"content\":\"race\",\"type\":\"fact\"}")
                            .then()
                            .statusCode(201)
                            .extract()
                            .path("id"))
                    .toList();
            for (var answer : threads.invokeAll(requests)) {
                ids.add(answer.get());
            }
        }

        assertThat(ids).hasSize(1);
        api.request().get("/api/memories").then().body("items", hasSize(1));
    }

    @Test
    void shouldRefuseAKeyThatIsNone() {
        for (String key : List.of("k".repeat(256), "a\tb")) {
            post(key, "{\"content\":\"x\",\"type\":\"fact\"}").then().statusCode(422);
        }
    }

    private Response post(String key, String body) {
        return api.request().header("Idempotency-Key", key).body(body).post("/api/memories");
    }
}

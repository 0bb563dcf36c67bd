package io.mnemesh.memory.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ContextApiTest {

    private static final String LATER = "2027-01-01T00:00:00Z";

    private final Api api = Api.ofNewTenant();

    private Response pack(Map<String, ?> body) {
        return api.request().body(body).post("/api/memories/context");
    }

    private void task(String content, String status) {
        api.post(Map.of(
                        "content",
                        content,
                        "type",
                        "workflow_step",
                        "context",
                        Map.of("user", "ana"),
                        "details",
                        Map.of("status", status)))
                .then()
                .statusCode(201);
    }

    private void turn(String content) {
        api.post(Map.of(
                        "content",
                        content,
                        "type",
                        "conversation_turn",
                        "context",
                        Map.of("user", "ana", "conversation", "c1")))
                .then()
                .statusCode(201);
    }

    @Test
    void shouldPackFactsOpenTasksAndTheLatestTurnsTheSameWayEveryTime() {
        api.store("Ana prefers window seats on trains", Map.of("user", "ana"));
        api.store("Bob prefers aisle seats on trains", Map.of("user", "bob"));
        task("Book the trains", "in_progress");
        task("Pack the suitcase", "done");
        turn("Which seats on trains are left?");
        turn("Only a few window seats on trains.");
        Map<String, ?> body = Map.of("user", "ana", "conversation", "c1", "maxTokens", 300, "at", LATER);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> pack(body)
                        .then()
                        .statusCode(200)
                        .body("sections.name", contains("facts", "tasks", "turns"))
                        .body("text", equalTo("""
                                ## Facts
                                - Ana prefers window seats on trains

                                ## Open tasks
                                - Book the trains

                                ## Recent turns
                                ana: Which seats on trains are left?
                                ana: Only a few window seats on trains.
                                """))
                        .body("left", equalTo(0)));
        String once = pack(body).asString();

        assertThat(pack(body).asString()).isEqualTo(once);
        pack(Map.of("query", "seats", "user", "bob", "at", LATER))
                .then()
                .body("sections.name", contains("facts"))
                .body("sections[0].items.text", contains("- Bob prefers aisle seats on trains"));
    }

    @Test
    void shouldBeEmptyWhereNothingIsKnown() {
        pack(Map.of("user", "nobody"))
                .then()
                .statusCode(200)
                .body("text", equalTo(""))
                .body("tokens", equalTo(0))
                .body("sections", empty());
    }

    @ParameterizedTest
    @CsvSource({"maxTokens, 63", "maxTokens, 32769", "at, noon", "query, ' '"})
    void shouldRefuseWhatMakesNoSense(String field, String value) {
        Object given = field.equals("maxTokens") ? Integer.valueOf(value) : value;

        pack(Map.of("user", "ana", field, given)).then().statusCode(422).body("field", equalTo(field));
        pack(Map.of("maxTokens", 100)).then().statusCode(422).body("field", equalTo("query"));
    }
}

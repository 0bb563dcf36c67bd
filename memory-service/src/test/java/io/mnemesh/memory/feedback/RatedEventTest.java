package io.mnemesh.memory.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.memory.erasure.Erasing;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.stream.EventErasure;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.ReadableMemories;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of feedback, of which memories, to whom these may be suggested, and what is left of it after an erasure. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class RatedEventTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, ?> AT_TASK =
            Map.of("user", "ana", "session", "s-1", "task", "book-trains", "tags", List.of("travel"));

    @Inject
    EventErasure log;

    @Inject
    ReadableMemories readable;

    @Inject
    Erasing erasing;

    @Inject
    ObjectMapper json;

    private final Api api = Api.ofNewTenant();

    @Test
    void shouldTellWhatWasRatedWhereAndNothingOfMemoriesOfOnePerson() {
        UUID shared = api.store("The red switch restarts the pump.", Map.of("workspace", "plant"));
        UUID personal = api.store("Ana prefers window seats.", Map.of("user", "ana"));
        UUID hidden = api.store("The code of the safe", Map.of("attributes", Map.of("visibility", "owner")));
        UUID tagged = api.store("The raise of next year", Map.of("tags", List.of("private")));

        for (UUID id : List.of(personal, hidden, tagged, shared)) {
            rate(id, Map.of("rating", "useful", "context", AT_TASK)).then().statusCode(200);
        }

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(told()).hasSize(1));
        JsonNode event = told().getFirst();
        assertThat(event.path("memoryId").asText()).isEqualTo(shared.toString());
        assertThat(event.path("rating").asText()).isEqualTo("useful");
        assertThat(event.path("ratedBy").asText()).isEqualTo("ana");
        assertThat(event.path("context").path("task").asText()).isEqualTo("book-trains");
        assertThat(event.path("context").path("user").isNull()).isTrue();
        assertThat(event.path("context").path("session").isNull()).isTrue();
    }

    @Test
    void shouldTakeTheContextTheCallerSaidLastAndTellWhatIsTakenBack() {
        UUID id = api.store("The red switch restarts the pump.");
        api.request()
                .body(Map.of("session", "s-1", "task", "mend-pump"))
                .put("/api/memories/context/current")
                .then()
                .statusCode(200);

        rate(id, Map.of("rating", "wrong")).then().statusCode(200);
        api.request().delete("/api/memories/" + id + "/feedback").then().statusCode(200);

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(told()).hasSize(2));
        assertThat(told().getFirst().path("context").path("task").asText()).isEqualTo("mend-pump");
        assertThat(told().getLast().path("rating").isNull()).isTrue();
    }

    @Test
    void shouldRefuseAContextThatIsNone() {
        UUID id = api.store("once");

        rate(id, Map.of("rating", "useful", "context", Map.of("task", "x".repeat(300))))
                .then()
                .statusCode(422)
                .body("field", equalTo("context.task"));
    }

    @Test
    void shouldNameOnlyMemoriesThatTheCallerCanReadAndThatAreOfNobody() {
        UUID shared = api.store("The red switch restarts the pump.");
        UUID personal = api.store("Ana prefers window seats.", Map.of("user", "ana"));
        UUID archived = api.store("The blue switch restarts the pump.");
        api.request().post("/api/memories/" + archived + "/archive").then().statusCode(200);
        UUID foreign = Api.ofNewTenant().store("theirs");
        List<UUID> all = List.of(shared, personal, archived, foreign, UUID.randomUUID());

        assertThat(readable(Set.of(), all)).isEqualTo(Map.of(shared, "fact"));
        assertThat(readable(Set.of("memory:read"), all)).isEqualTo(Map.of(shared, "fact"));
        assertThat(readable(Set.of("intelligence:write"), all)).isEmpty();
    }

    @Test
    void shouldLeaveNothingOfWhatAnErasedUserSaid() {
        UUID id = UUID.fromString(given().auth()
                .oauth2(TestTokens.of(api.tenant(), "bob"))
                .contentType(ContentType.JSON)
                .body(Map.of("type", "fact", "content", "The lift is slow."))
                .post("/api/memories")
                .path("id"));
        rate(id, Map.of("rating", "useful", "context", AT_TASK)).then().statusCode(200);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(told()).hasSize(1));

        erasing.erase(api.tenant(), "ana");

        assertThat(told()).isEmpty();
        api.get(id).then().statusCode(200);
    }

    private Response rate(UUID id, Map<String, ?> body) {
        return api.request().body(body).put("/api/memories/" + id + "/feedback");
    }

    private Map<UUID, String> readable(Set<String> scopes, List<UUID> ids) {
        var caller = new Identity(new TenantId(api.tenant()), "cleo", Set.of(), scopes);
        return readable.readable(caller, ids, SOON).await().atMost(SOON);
    }

    /** The data of the tenant's ratings in the event log. */
    private List<JsonNode> told() {
        return log
                .collect(fields -> api.tenant().equals(fields.get("ce_tenant"))
                                && EventTypes.MEMORY_RATED.name().equals(fields.get("ce_type"))
                        ? List.of(fields.getOrDefault("data", ""))
                        : List.of())
                .await()
                .atMost(SOON)
                .stream()
                .map(this::read)
                .toList();
    }

    private JsonNode read(String data) {
        try {
            return json.readTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.mnemesh.memory.memories.contradictions;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
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
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class ContradictionApiTest {

    private final Api api = Api.ofNewTenant();

    private ValidatableResponse contradictions(String query) {
        return api.request().get("/api/memories/contradictions" + query).then().statusCode(200);
    }

    @Test
    void shouldReportStatementsThatContradictEachOtherUntilOneSupersedesTheOther() {
        UUID old = api.store("Ana works at Tern.");
        api.store("Ana works at Tern");
        UUID current = api.store("Ana now works for Oerd");
        api.store("Bilal works at Tern");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> contradictions("")
                        .body("items", hasSize(1))
                        .body("items[0].subject", equalTo("ana"))
                        .body("items[0].attribute", equalTo("employer"))
                        .body("items[0].statements.value", contains("oerd", "tern", "tern"))
                        .body("items[0].statements[0].memory.id", equalTo(current.toString()))
                        .body("items[0].statements[0].similarity.doubleValue()", closeTo(1, 1e-3))
                        .body("nextAfter", nullValue()));

        api.request().get("/api/memories").then().body("items", hasSize(4));
        api.request()
                .put("/api/memories/" + current + "/supersedes/" + old)
                .then()
                .statusCode(200);
        contradictions("").body("items[0].statements.value", contains("oerd", "tern"));
    }

    @Test
    void shouldPageAndKeepTenantsApart() {
        for (String name : new String[] {"Ana", "Bob", "Cleo"}) {
            api.store(name + " lives in Oslo");
            api.store(name + " moved to Rome");
        }

        String next = contradictions("?limit=2")
                .body("items.subject", contains("ana", "bob"))
                .extract()
                .path("nextAfter");

        api.request()
                .queryParam("limit", 2)
                .queryParam("after", next)
                .get("/api/memories/contradictions")
                .then()
                .body("items.subject", contains("cleo"))
                .body("nextAfter", nullValue());
        Api.ofNewTenant().request().get("/api/memories/contradictions").then().body("items", empty());
        api.request().get("/api/memories/contradictions?limit=0").then().statusCode(422);
    }

    @Test
    void shouldLeaveOutWhatIsInASlot() {
        for (String employer : new String[] {"Tern", "Oerd"}) {
            api.post(Map.of(
                            "content",
                            "Ana works at " + employer,
                            "type",
                            "fact",
                            "slot",
                            Map.of("subject", "ana", "attribute", "employer")))
                    .then()
                    .statusCode(201);
        }

        contradictions("").body("items", empty());
    }
}

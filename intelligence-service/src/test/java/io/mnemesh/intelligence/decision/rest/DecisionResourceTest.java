package io.mnemesh.intelligence.decision.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class DecisionResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    Mesh mesh;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "d-" + UUID.randomUUID();
    }

    @Test
    void shouldRecordADecisionOnceAndCorrectItsOutcome() {
        UUID id = UUID.randomUUID();
        String body = "{\"id\":\"" + id + "\",\"kind\":\"k\",\"question\":\"Which?\",\"chosen\":\"a\","
                + "\"features\":{\"n\":3,\"yes\":true,\"none\":null}}";

        post("decisions", body)
                .statusCode(201)
                .body("features.n", equalTo(3.0f))
                .body("outcome", nullValue());
        post("decisions", body).statusCode(201).body("id", equalTo(id.toString()));
        post("decisions", body.replace("Which?", "What?")).statusCode(409);
        put(id, "{\"outcome\":\"won\"}").statusCode(200).body("outcome", equalTo("won"));
        put(id, "{\"outcome\":\"lost\",\"at\":\"2026-11-02T00:00:00Z\"}")
                .statusCode(200)
                .body("outcomeAt", equalTo("2026-11-02T00:00:00Z"));
        call().get("/api/ai/decisions?kind=k&ended=true")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].outcome", equalTo("lost"))
                .body("nextCursor", nullValue());
        call().get("/api/ai/decisions?outcome=won").then().body("items", empty());
        given().auth()
                .oauth2(TestTokens.of("other", "ana"))
                .get("/api/ai/decisions/" + id)
                .then()
                .statusCode(404);
        call().delete("/api/ai/decisions/" + id).then().statusCode(204);
        call().get("/api/ai/decisions/" + id).then().statusCode(404);
        post("decisions", body).statusCode(409);
    }

    @Test
    void shouldForgetWhatAnErasedUserRecordedAndWhatIsTooOld() {
        UUID hers = UUID.randomUUID();
        UUID old = UUID.randomUUID();
        String body = "{\"kind\":\"k\",\"question\":\"Which?\",\"chosen\":\"a\",\"features\":{},";
        post("decisions", body + "\"id\":\"" + old + "\",\"decidedAt\":\"2001-01-01T00:00:00Z\"}")
                .statusCode(201);
        call().get("/api/ai/decisions/" + old).then().statusCode(200);
        post("decisions", body + "\"id\":\"" + hers + "\"}").statusCode(201);

        call().get("/api/ai/decisions/" + old).then().statusCode(404);
        call().get("/api/ai/decisions/" + hers).then().statusCode(200);
        mesh.publish(mesh.userErased(tenant, 1, "ana"), mesh.userErased(tenant, 2, "ana"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> call().get("/api/ai/decisions/" + hers).then().statusCode(404));
        post("decisions", body + "\"id\":\"" + hers + "\"}").statusCode(409);
    }

    @Test
    void shouldLearnFromMemoriesAndForgetThem() {
        analyze("{\"features\":{\"team\":\"a\"}}")
                .body("predicted", nullValue())
                .body("missing[0]", containsString("there are 0, and 0 have ended"))
                .body("model", nullValue());
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id);
            var details = Map.of(
                    "feature.team", i % 2 == 0 ? "a" : "b",
                    "feature.seats", String.valueOf(i % 7),
                    "outcome", i % 2 == 0 ? "won" : "lost");
            mesh.publish(mesh.createdWith(tenant, id, "decision", "Which team?", details, AT.plusSeconds(i)));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> analyze("{\"features\":{\"team\":\"a\",\"seats\":3}}")
                        .body("predicted", equalTo("won"))
                        .body("evidence.decisions", equalTo(40)));
        analyze("{\"features\":{\"team\":\"a\",\"seats\":3}}")
                .body("outcomes[0].probability", greaterThan(0.8f))
                .body("contributions[0].feature", equalTo("team"))
                .body("similar[0].outcome", equalTo("won"))
                .body("wanted", equalTo("lost"))
                .body("changes[0].set.team", equalTo("b"))
                .body("changes[0].flips", equalTo(true))
                .body("hints[0].basis", equalTo("correlation"))
                .body("evidence.served", notNullValue())
                .body("missing", empty())
                .body("model", startsWith("outcome-default@"));
        analyze("{\"features\":{\"team\":\"z\"}}").body("missing[0]", containsString("such values of team"));
        call().get("/api/ai/decision-models")
                .then()
                .statusCode(200)
                .body("[0].decisions", equalTo(40))
                .body("[0].fingerprint", notNullValue());
        post("analyze-decision", "{\"features\":{\"team\":\"a\"},\"wanted\":\"drawn\"}")
                .statusCode(422)
                .body("field", equalTo("wanted"));

        mesh.publish(mesh.erased(tenant, 1, ids.getFirst()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> analyze("{\"features\":{\"team\":\"a\",\"seats\":3}}")
                        .body("evidence.decisions", equalTo(39))
                        .body("model", notNullValue()));
        call().get("/api/ai/decisions/" + ids.getFirst()).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        decisions        | {}                                               | question
        decisions        | {"question":"a","features":{"n":1e999}}           | features.n
        decisions        | {"question":"a","features":{"n":[1]}}             | features.n
        decisions        | {"question":"a","options":[" "]}                  | options
        decisions        | {"question":"a","outcome":" "}                    | outcome
        decisions        | {"question":"a","decidedAt":"1000-01-01T00:00:00Z"} | decidedAt
        analyze-decision | {"top":0}                                         | top
        analyze-decision | {"kind":""}                                       | kind
        """)
    void shouldRefuseWhatIsNone(String path, String body, String field) {
        post(path, body).statusCode(422).contentType("application/problem+json").body("field", equalTo(field));
    }

    @Test
    void shouldNeedAToken() {
        given().get("/api/ai/decisions").then().statusCode(401);
    }

    private ValidatableResponse analyze(String body) {
        return post("analyze-decision", body).statusCode(200);
    }

    private ValidatableResponse post(String path, String body) {
        return call().body(body).post("/api/ai/" + path).then();
    }

    private ValidatableResponse put(UUID id, String body) {
        return call().body(body).put("/api/ai/decisions/" + id + "/outcome").then();
    }

    private RequestSpecification call() {
        return given().auth().oauth2(TestTokens.of(tenant, "ana")).contentType("application/json");
    }
}

package io.mnemesh.intelligence.workflow.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class WorkflowResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A Sunday. */
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Inject
    Mesh mesh;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "v-" + UUID.randomUUID();
    }

    @Test
    void shouldPredictTheNextTaskOfACase() {
        learnTickets(20);
        mesh.step(tenant, "mine", "open", AT.plusSeconds(100), false);
        mesh.step(tenant, "mine", "check", AT.plusSeconds(160), false);
        learned(62);

        predict("{\"caseId\":\"mine\"}")
                .then()
                .statusCode(200)
                .body("caseId", equalTo("mine"))
                .body("tasks", hasSize(1))
                .body("tasks[0].task", equalTo("close"))
                .body("tasks[0].probability", greaterThan(0.85f))
                .body("tasks[0].followed", equalTo(20))
                .body("endProbability", lessThan(0.1f))
                .body("confidence", allOf(greaterThan(0.6f), lessThan(0.9f)))
                .body("evidence.steps", equalTo(2))
                .body("evidence.seen", equalTo(20))
                .body("evidence.cases", equalTo(21))
                .body("evidence.learned", equalTo(62))
                .body("missing", empty())
                .body("notice", nullValue())
                .body("model", startsWith("workflow-1@"));
    }

    @Test
    void shouldPredictAfterStepsThatAreTold() {
        learnTickets(20);

        predict("{\"history\":[{\"activity\":\"open\",\"at\":\"2026-11-02T10:00:00Z\"},{\"activity\":\" check \"},"
                        + "{\"activity\":\"close\"}],\"top\":1}")
                .then()
                .statusCode(200)
                .body("tasks", empty())
                .body("endProbability", greaterThan(0.8f))
                .body("missing[0]", containsString("went on after the last activity"));
        predict("{\"history\":[{\"activity\":\"open\"}],\"goesOn\":true}")
                .then()
                .body("tasks[0].task", equalTo("check"))
                .body("endProbability", equalTo(0.0f));
    }

    @Test
    void shouldSayThatACaseHasEnded() {
        learnTickets(3);

        predict("{\"caseId\":\"t1\"}").then().statusCode(200).body("notice", equalTo("The case has ended."));
    }

    @Test
    void shouldSayWhatIsMissing() {
        predict("{\"history\":[{\"activity\":\"open\"}]}")
                .then()
                .statusCode(200)
                .body("tasks", empty())
                .body("confidence", equalTo(0.0f))
                .body("missing", hasSize(1))
                .body("missing[0]", containsString("none was learned yet"));

        mesh.step(tenant, "1", "open", AT, false);
        mesh.step(tenant, "1", "check", AT.plusSeconds(60), false);
        learned(2);

        predict("{\"history\":[{\"activity\":\"dance\"}]}")
                .then()
                .body("missing[0]", containsString("it was not seen yet"))
                .body("missing[1]", containsString("For the end of a case"));
        predict("{\"history\":[{\"activity\":\"open\"}]}")
                .then()
                .body("tasks[0].task", equalTo("check"))
                .body("unseenProbability", equalTo(0.5f))
                .body("confidence", lessThan(0.3f))
                .body(
                        "missing[0]",
                        equalTo("Weak evidence: 10 times that something came after the last activity;"
                                + " there were 1."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                              | caseId
        {"caseId":" "}                                                  | caseId
        {"caseId":"1","history":[{"activity":"a"}]}                     | caseId
        {"history":[]}                                                  | caseId
        {"history":[{"activity":" "}]}                                  | history
        {"history":[null]}                                              | history
        {"history":[{"activity":"a","at":"yesterday"}]}                 | history
        {"history":[{"activity":"a","at":"+999999999-01-01T00:00:00Z"}]} | history
        {"caseId":"1","top":0}                                          | top
        {"caseId":"1","top":21}                                         | top
        """)
    void shouldRefuseQuestionsThatAreNone(String body, String field) {
        predict(body)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @Test
    void shouldRefuseAHistoryThatIsTooLong() {
        String steps = String.join(",", Collections.nCopies(1001, "{\"activity\":\"a\"}"));

        predict("{\"history\":[" + steps + "]}").then().statusCode(422).body("field", equalTo("history"));
        predict("{\"history\":[" + steps.substring(steps.indexOf(',') + 1) + "]}")
                .then()
                .statusCode(200);
        predict("{\"caseid\":\"1\"}").then().statusCode(400);
    }

    @Test
    void shouldFindNoCaseOfAnotherTenant() {
        learnTickets(2);
        String own = tenant;
        tenant = "v-" + UUID.randomUUID();

        predict("{\"caseId\":\"t1\"}").then().statusCode(404).contentType("application/problem+json");
        get("graph").then().statusCode(200).body("items", empty()).body("learned.cases", equalTo(0));
        get("profiles/open").then().statusCode(404);
        tenant = own;
        get("profiles/open").then().statusCode(200).body("steps", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph", "bottlenecks", "variants", "patterns", "profiles", "profiles/open"})
    void shouldWantAToken(String what) {
        given().get("/api/ai/workflows/" + what).then().statusCode(401).contentType("application/problem+json");
        given().contentType("application/json")
                .body("{}")
                .post("/api/ai/predict-tasks")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "graph?limit=0,limit",
        "variants?limit=101,limit",
        "profiles?limit=x,limit",
        "bottlenecks?cursor=nonsense,cursor",
        "variants?cursor=AAAA,cursor",
        "patterns?share=0,share",
        "patterns?share=NaN,share",
        "patterns?share=much,share"
    })
    void shouldRefusePagesThatAreNone(String call, String field) {
        learnTickets(1);
        get(call).then().statusCode(422).body("field", equalTo(field));
    }

    @Test
    void shouldShowGraphBottlenecksVariantsPatternsAndProfiles() {
        learnTickets(4);
        mesh.step(tenant, "odd", "open", AT, false);
        mesh.step(tenant, "odd", "close", AT.plusSeconds(7200), true);
        learned(14);

        get("graph")
                .then()
                .statusCode(200)
                .body("learned.steps", equalTo(14))
                .body("learned.ended", equalTo(5))
                .body("items.from", contains("check", "open", "open"))
                .body("items.to", contains("close", "check", "close"))
                .body("items.count", contains(4, 4, 1))
                .body("items[0].meanSeconds", equalTo(600.0f))
                .body("items[0].p50Seconds", allOf(greaterThan(570f), lessThan(630f)))
                .body("nextCursor", nullValue());
        get("bottlenecks?limit=1")
                .then()
                .body("items[0].to", equalTo("close"))
                .body("items[0].from", equalTo("open"))
                .body("items[0].p95Seconds", allOf(greaterThan(6840f), lessThan(7560f)))
                .body("items[0].share", equalTo(0.7317f));
        get("variants")
                .then()
                .body("items.activities", contains(List.of("open", "check", "close"), List.of("open", "close")))
                .body("items.cases", contains(4, 1))
                .body("items[0].share", equalTo(0.8f));
        get("patterns?share=0.5")
                .then()
                .body("complete", equalTo(true))
                .body("items.activities", contains(List.of("open", "close"), List.of("open", "check", "close")))
                .body("items.cases", contains(5, 4));
        get("profiles")
                .then()
                .body("items.activity", contains("close", "open", "check"))
                .body("items[1].begins", equalTo(5))
                .body("items[1].hours[10]", equalTo(5))
                .body("items[1].days[6]", equalTo(5));
        get("profiles/close")
                .then()
                .body("ends", equalTo(5))
                .body("hoursOfWeek", hasSize(168))
                .body("hoursOfWeek", hasItem(1));
    }

    @Test
    void shouldTurnPages() {
        var steps = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < 7; i++) {
            steps.add(mesh.stepEvent(tenant, UUID.randomUUID(), "c" + i, "kind " + i, AT, true));
        }
        mesh.publish(steps.toArray(MeshEvent<?>[]::new));
        learned(7);

        var seen = new ArrayList<String>();
        String cursor = "";
        do {
            Response page = get("profiles?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            List<String> names = page.path("items.activity");
            seen.addAll(names);
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(seen).containsExactly("kind 0", "kind 1", "kind 2", "kind 3", "kind 4", "kind 5", "kind 6");
    }

    /** Cases that go from open over check to close, one and ten minutes apart. */
    private void learnTickets(int cases) {
        var steps = new ArrayList<MeshEvent<?>>();
        for (int i = 0; i < cases; i++) {
            Instant at = AT.plusSeconds(i);
            steps.add(mesh.stepEvent(tenant, UUID.randomUUID(), "t" + i, "open", at, false));
            steps.add(mesh.stepEvent(tenant, UUID.randomUUID(), "t" + i, "check", at.plusSeconds(60), false));
            steps.add(mesh.stepEvent(tenant, UUID.randomUUID(), "t" + i, "close", at.plusSeconds(660), true));
        }
        mesh.publish(steps.toArray(MeshEvent<?>[]::new));
        learned(3 * cases);
    }

    private void learned(int steps) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get("graph").then().body("learned.steps", equalTo(steps)));
    }

    private Response predict(String body) {
        return as("ana").contentType("application/json").body(body).post("/api/ai/predict-tasks");
    }

    private Response get(String what) {
        return as("ana").get("/api/ai/workflows/" + what);
    }

    private RequestSpecification as(String user) {
        return given().auth().oauth2(TestTokens.of(tenant, user));
    }
}

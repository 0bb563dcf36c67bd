package io.mnemesh.intelligence.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class OrchestratorResourceTest extends OrchestratorFixture {

    @Test
    void shouldTellModePlanAndActions() {
        say("advise").then().statusCode(200).body("mode", equalTo("advise"));
        carries(service, 5);

        looked(service);

        operator()
                .get(OPTIMIZATION + "?service=" + service)
                .then()
                .statusCode(200)
                .body("mode", equalTo("advise"))
                .body("changedBy", equalTo("olga"))
                .body("changedAt", notNullValue())
                .body("canAct", equalTo(false))
                .body("services", hasItem(service))
                .body(plan("desired"), equalTo(1))
                .body(plan("ready"), equalTo(1))
                .body(plan("advised"), equalTo(4))
                .body(plan("load"), equalTo(5f))
                .body(plan("scaledBy"), nullValue())
                .body(plan("failure"), nullValue())
                .body("canOrder", equalTo(false))
                .body("actions.items", hasSize(2))
                .body("actions.items[0].kind", equalTo("shed_bulk"))
                .body("actions.items[0].target", equalTo(service + ":bulk"))
                .body("actions.items[0].outcome", equalTo("advised"))
                .body("actions.items[1].kind", equalTo("scale"))
                .body("actions.items[1].target", equalTo(service))
                .body("actions.items[1].detail", equalTo("1 to 4 replicas"))
                .body("actions.items[1].reason", startsWith("The load is 5"))
                .body("actions.items[1].outcome", equalTo("advised"))
                .body("actions.items[1].note", nullValue())
                .body("actions.nextCursor", nullValue());
    }

    @Test
    void shouldTellWhatIsKnownOfAService() {
        carries(service, 5);
        looked(service);

        operator()
                .get("/api/v2/ai/insights/" + service)
                .then()
                .statusCode(200)
                .body("service", equalTo(service))
                .body("minutes", greaterThan(0))
                .body("load.now", equalTo(5f))
                .body("load.ahead", equalTo(4))
                .body("replicas.reporting", equalTo(1))
                .body("replicas.desired", nullValue())
                .body("replicas.advised", equalTo(4))
                .body("replicas.most", equalTo(4))
                .body("requests", equalTo(10f))
                .body("memory", equalTo(0.5f))
                .body(
                        "missing",
                        hasItem("Where the services run (mnemesh.intelligence.orchestrator.kubernetes.enabled)."));
    }

    @Test
    void shouldListActionsPageByPage() {
        say("advise");
        String other = "s-" + UUID.randomUUID();
        carries(service, 5);
        carries(other, 5);
        looked(service);
        looked(other);

        Response first = operator().get(OPTIMIZATION + "?limit=1");
        Response second = operator()
                .queryParam("limit", 1)
                .queryParam("cursor", first.<String>path("actions.nextCursor"))
                .get(OPTIMIZATION);

        assertThat(first.<List<String>>path("actions.items.id")).hasSize(1);
        assertThat(second.<List<String>>path("actions.items.id"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.<List<String>>path("actions.items.id"));
    }

    @Test
    void shouldBeQuietWhenOff() {
        say("off").then().statusCode(200).body("mode", equalTo("off"));
        carries(service, 5);

        looked(service);

        operator()
                .get(OPTIMIZATION + "?service=" + service)
                .then()
                .body(plan("advised"), equalTo(4))
                .body("actions.items", hasSize(0));
    }

    @Test
    void shouldNotActWhereItIsNotKnownWhereServicesRun() {
        say("apply").then().statusCode(200).body("mode", equalTo("apply"));
        carries(service, 5);

        looked(service);

        operator()
                .get(OPTIMIZATION + "?service=" + service)
                .then()
                .body("actions.items.kind", hasItems("scale", "shed_bulk"))
                .body("actions.items.outcome", everyItem(equalTo("advised")))
                .body(
                        "actions.items.note",
                        hasItems(
                                "It is not known where the services run.",
                                "There is no key to sign orders to the gateways with (mnemesh.orders.key)."));
        say("advise");
    }

    @Test
    void shouldKnowNothingOfAServiceThatNeverToldAnything() {
        operator()
                .get("/api/v2/ai/insights/nobody")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", containsString("not-found"));
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=101,limit", "limit=x,limit", "cursor=abc,cursor"})
    void shouldRefuseBadFilters(String query, String field) {
        operator()
                .get(OPTIMIZATION + "?" + query)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"mode\":null}", "{\"mode\":\"on\"}", "{\"mode\":\"\"}", "null"})
    void shouldRefuseWhatIsNoMode(String body) {
        operator()
                .contentType("application/json")
                .body(body)
                .post(OPTIMIZATION)
                .then()
                .statusCode(422)
                .body("field", equalTo("mode"));
    }

    @Test
    void shouldRefuseWhatIsNoRequest() {
        operator()
                .contentType("application/json")
                .body("{\"mode\":")
                .post(OPTIMIZATION)
                .then()
                .statusCode(400)
                .body("type", containsString("malformed-request"));
    }

    @Test
    void shouldBeForOperatorsOnly() {
        for (String path : List.of(OPTIMIZATION, "/api/v2/ai/insights/memory")) {
            given().get(path).then().statusCode(401).body("type", containsString("unauthenticated"));
            given().auth()
                    .oauth2(TestTokens.of("acme", "ana", "admin"))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("type", containsString("forbidden"));
        }
        given().auth()
                .oauth2(TestTokens.of("acme", "ana", "admin"))
                .contentType("application/json")
                .body(Map.of("mode", "apply"))
                .post(OPTIMIZATION)
                .then()
                .statusCode(403);
    }

    /** Looks until the service has a plan: a look that is on already is not joined. */
    private void looked(String name) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            done(orchestrator.look());
            operator().get(OPTIMIZATION).then().body("plan.service", hasItem(name));
        });
    }

    private String plan(String field) {
        return "plan.find { it.service == '" + service + "' }." + field;
    }

    private static Response say(String mode) {
        return operator()
                .contentType("application/json")
                .body(Map.of("mode", mode))
                .post(OPTIMIZATION);
    }
}

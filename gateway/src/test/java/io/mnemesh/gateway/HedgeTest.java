package io.mnemesh.gateway;

import static io.mnemesh.gateway.DiscoveredInstances.order;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads of a service one of whose instances is slow, to which they go in turn whatever is known of it. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(DiscoveredInstances.class)
class HedgeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int WARM = 120;

    @Inject
    MeterRegistry metrics;

    private String token;

    @BeforeEach
    void warm() {
        token = Tokens.admin();
        order("mood WELL");
        order("memory one two");
        await().atMost(SOON).until(() -> memory().getList("instances").size() == 2);
        relay("stop");
        for (int i = 0; i < WARM; i++) {
            get();
        }
        assertThat(memory().getDouble("lateMillis")).isPositive();
    }

    @AfterEach
    void calm() {
        order("slow nobody");
        relay("start");
    }

    private void relay(String what) {
        given().auth().oauth2(token).post("/api/v2/relaycore/" + what).then().statusCode(200);
    }

    private Response get() {
        return given().auth()
                .oauth2(token)
                .get("/api/memories/1")
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private JsonPath memory() {
        return given().auth()
                .oauth2(token)
                .get("/api/v2/relaycore/status")
                .jsonPath()
                .setRootPath("items.find { it.service == 'memory' }");
    }

    private double hedges(String outcome) {
        return metrics.get("mnemesh_gateway_relay_hedges_total")
                .tag("upstream", "memory")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void shouldTakeTheAnswerOfTheOtherInstanceWithinTheBudgetAndCancelTheLateOne() {
        order("slow two");
        double before = hedges("won") + hedges("lost") + hedges("failed");
        int reads = 24;
        int won = 0;
        int late = 0;
        for (int i = 0; i < reads; i++) {
            Response answer = get();
            boolean hedge = answer.header("X-Mnemesh-Route-Reason").startsWith("hedge; ");
            won += hedge ? 1 : 0;
            late += "two".equals(answer.header(RelayInstances.INSTANCE)) ? 1 : 0;
        }

        double sent = hedges("won") + hedges("lost") + hedges("failed") - before;
        int allowed = (int) (DiscoveredInstances.RETRY_RESERVE + DiscoveredInstances.RETRY_SHARE * reads);
        assertThat(sent).isBetween(1.0, (double) allowed);
        assertThat(won).isBetween(1, allowed);
        assertThat(late)
                .as("what is over the budget waits for the slow one")
                .isGreaterThanOrEqualTo(reads / 2 - allowed - 1);
        assertThat(hedges("refused")).isPositive();
        int cancelledAtLeast = won;
        await().atMost(SOON).until(() -> order("cancelled") >= cancelledAtLeast);
        await().atMost(SOON).until(() -> memory().getInt("inFlight") == 0);
        assertThat(memory().getList("instances.inFlight", Integer.class)).containsExactly(0, 0);
    }
}

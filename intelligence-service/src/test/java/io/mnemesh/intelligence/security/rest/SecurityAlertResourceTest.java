package io.mnemesh.intelligence.security.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SecurityAlertResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ALERTS = "/api/v2/ai/security-alerts";

    private final String tenant = "s-" + UUID.randomUUID();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Inject
    Mesh mesh;

    @Inject
    EventFactory events;

    @Test
    void shouldRaiseOneAlertForWhatIsTheSameAndTakeItsAcknowledgement() {
        // Given a token whose calls are denied, told twice, then more of them, from two networks
        MeshEvent<AccessRecorded> burst = access(60, 40, 40, "203.0.113.0/24");
        mesh.publish(burst);
        mesh.publish(burst, access(120, 160, 150, "203.0.113.0/24"));

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("").body("items", hasSize(1)).body("items[0].times", equalTo(2)));
        String id = get("?kind=denied-burst&acknowledged=false")
                .body("items[0].severity", equalTo("warning"))
                .body("items[0].caller", equalTo("key-1"))
                .body(
                        "items[0].detail",
                        equalTo("40 of 40 calls within a minute were denied; it was 0 at most in 0"
                                + " minutes before."))
                .body("items[0].acknowledgedAt", nullValue())
                .extract()
                .path("items[0].id");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !mesh.alerts(tenant).isEmpty());
        assertThat(mesh.alerts(tenant)).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("security");
            assertThat(alert.alertId()).hasToString(id);
            assertThat(alert.title()).isEqualTo("A token is denied far more often than ever");
        });

        // When
        acknowledge(id, "ada").statusCode(200).body("acknowledgedBy", equalTo("ada"));
        acknowledge(id, "bob").statusCode(200).body("acknowledgedBy", equalTo("ada"));

        // Then
        get("?acknowledged=false").body("items", empty());
        get("?acknowledged=true").body("items", hasSize(1));
        mesh.publish(mesh.userErased(tenant, 1, "ada"), mesh.userErased(tenant, 2, "ada"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("").body("items[0].acknowledgedBy", nullValue())
                        .body("items[0].acknowledgedAt", notNullValue()));
    }

    @Test
    void shouldPageAlertsTheLatestFirst() {
        mesh.publish(access(0, 1, 0, "203.0.113.0/24"));
        for (int i = 0; i < 3; i++) {
            mesh.publish(access(200_000 + i * 60, 1, 0, "10.0." + i + ".0/24"));
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("?kind=new-network").body("items", hasSize(3)));

        String cursor = get("?limit=2").body("items", hasSize(2)).extract().path("nextCursor");

        get("?limit=2&cursor=" + cursor).body("items", hasSize(1)).body("nextCursor", nullValue());
        String first = get("").extract().path("items[0].detail");
        assertThat(first).startsWith("It came from 10.0.2.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?kind=none", "?acknowledged=maybe", "?cursor=*", "?limit=0"})
    void shouldRefuseWhatIsNoFilter(String query) {
        as(Identity.ADMIN, "ada").get(ALERTS + query).then().statusCode(422);
    }

    @Test
    void shouldTellAdministratorsOfTheTenantOnly() {
        given().get(ALERTS).then().statusCode(401);
        as("member", "bob").get(ALERTS).then().statusCode(403);
        acknowledge(UUID.randomUUID().toString(), "ada").statusCode(404);
        as("member", "bob")
                .post(ALERTS + "/" + UUID.randomUUID() + "/acknowledge")
                .then()
                .statusCode(403);
    }

    private MeshEvent<AccessRecorded> access(int second, long requests, long denied, String network) {
        Instant to = now.minus(10, ChronoUnit.DAYS).plusSeconds(second);
        var caller = new Caller("key-1", requests, denied, 100, List.of(network));
        return events.create(
                EventTypes.ACCESS_RECORDED,
                new TenantId(tenant),
                "access",
                new AccessRecorded(to.minusSeconds(60), to, List.of(), List.of(caller)));
    }

    private ValidatableResponse get(String query) {
        return as(Identity.ADMIN, "ada").get(ALERTS + query).then().statusCode(200);
    }

    private ValidatableResponse acknowledge(String id, String by) {
        return as(Identity.ADMIN, by).post(ALERTS + "/" + id + "/acknowledge").then();
    }

    private RequestSpecification as(String role, String user) {
        return given().auth().oauth2(TestTokens.of(tenant, user, role));
    }
}

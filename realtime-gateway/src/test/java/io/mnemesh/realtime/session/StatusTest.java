package io.mnemesh.realtime.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class StatusTest {

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldShowTheDescriptionOfEventsAndFramesToEverybody() throws IOException {
        given().get("/asyncapi")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(equalTo(Files.readString(Path.of("../docs/asyncapi.yaml"))));
    }

    @Test
    void shouldShowAMemberItsOwnTenantOnly() {
        try (Client mine = Client.open(RestAssured.port, TestTokens.of(tenant, "ana"));
                Client theirs = Client.open(RestAssured.port, TestTokens.of(tenant + "-x", "bob"))) {
            mine.subscribe("events:session_started");
            theirs.subscribe("events:session_started");

            given().auth()
                    .oauth2(TestTokens.of(tenant, "ana", "member"))
                    .get("/websocket/status")
                    .then()
                    .statusCode(200)
                    .body("tenant.connections", equalTo(1))
                    .body("tenant.subscriptions", equalTo(1))
                    .body("tenant.channels", equalTo(1))
                    .body("tenant.messagesIn", equalTo(1))
                    .body("tenant.messagesOut", equalTo(2))
                    .body("tenant.families.'events:session_started'.subscriptions", equalTo(1))
                    .body("tenant.families.'events:session_started'.messagesOut", equalTo(0))
                    .body("tenant.bytesIn", greaterThan(10))
                    .body("tenant.slowDisconnects", equalTo(0))
                    .body("nodes[0].total", nullValue())
                    .body("nodes[0].open", nullValue());
        }
    }

    @Test
    void shouldShowAnAdministratorTheTotals() {
        try (Client theirs = Client.open(RestAssured.port, TestTokens.of(tenant + "-x", "bob"))) {
            theirs.assertSilent();

            given().auth()
                    .oauth2(TestTokens.of(tenant, "root", "admin"))
                    .get("/websocket/status")
                    .then()
                    .statusCode(200)
                    .body("node", notNullValue())
                    .body("tenant.connections", equalTo(0))
                    .body("nodes[0].open", greaterThanOrEqualTo(1))
                    .body("nodes[0].total.connections", greaterThanOrEqualTo(1));
        }
    }

    @Test
    void shouldAskForAToken() {
        given().get("/websocket/status").then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void shouldBeReadyAndCountWhatItDoes() {
        given().get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'realtime sockets' }.data.fanout", equalTo("connected"));
        given().get(metrics)
                .then()
                .statusCode(200)
                .body(containsString("mnemesh_realtime_connections"))
                .body(containsString("mnemesh_realtime_family_subscriptions{family=\"events:memory_created\""))
                .body(containsString("mnemesh_realtime_family_messages_out_total{family=\"chat\""));
        given().auth()
                .oauth2(TestTokens.of(tenant, "ana"))
                .get("/websocket/status")
                .then()
                .body("nodes", hasSize(greaterThanOrEqualTo(1)));
    }
}

package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.mesh.identity.SubscriptionTokenVerifier;
import io.mnemesh.mesh.identity.SubscriptionTokenVerifier.Granted;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class SubscriptionTokenTest {

    private static final String CHANNEL = "orders:eu-7";

    /** As realtime-gateway has it. */
    @Inject
    SubscriptionTokenVerifier verifier;

    @Test
    void shouldGrantInTheNameAndTenantOfTheCaller() {
        String backend = Tokens.of("granting", "shop", "backend");

        String token = ask(backend, Map.of("user", "ana", "channel", CHANNEL, "presence", false))
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .path("token");

        Granted granted = verifier.verify(token);
        assertThat(granted.user()).isEqualTo("ana");
        assertThat(granted.channel()).isEqualTo(CHANNEL);
        assertThat(granted.granter().tenant().value()).isEqualTo("granting");
        assertThat(granted.granter().subject()).isEqualTo("shop");
        assertThat(granted.granter().roles()).containsExactly("backend");
        assertThat(granted.grant()).isNotBlank();
        assertThat(granted.presence()).isFalse();
        assertThat(granted.joinLeave()).isTrue();
        assertThat(Duration.between(Instant.now(), granted.expiresAt())).isLessThanOrEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void shouldGrantForAShorterTimeAndNeverForALongerOne() {
        String backend = Tokens.of("granting", "shop", "backend");

        ask(backend, Map.of("user", "ana", "channel", CHANNEL, "expiresIn", 60))
                .statusCode(200)
                .body("expiresIn", equalTo(60));
        int longest = ask(backend, Map.of("user", "ana", "channel", CHANNEL, "expiresIn", 1_000_000))
                .statusCode(200)
                .extract()
                .path("expiresIn");

        assertThat(longest).isBetween(800, 900);
    }

    @Test
    void shouldNotLetTheTokenPassForAnAccessToken() {
        String token = ask(Tokens.admin(), Map.of("user", "ana", "channel", CHANNEL))
                .statusCode(200)
                .extract()
                .path("token");

        given().auth().oauth2(token).get("/api/auth/sessions").then().statusCode(401);
        ask(token, Map.of("user", "ana", "channel", CHANNEL)).statusCode(401);
    }

    @Test
    void shouldRefuseWhoHasNoTokenOrOneConfinedToReading() {
        String key = given().auth()
                .oauth2(Tokens.admin())
                .contentType("application/json")
                .body(Map.of("subject", "reader-of-streams", "scopes", List.of("realtime:read")))
                .post("/api/admin/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("apiKey");

        ask(Tokens.exchange(key), Map.of("user", "ana", "channel", CHANNEL))
                .statusCode(403)
                .body("scope", equalTo("realtime:write"));
        given().contentType("application/json")
                .body(Map.of("user", "ana", "channel", CHANNEL))
                .post("/api/auth/subscription-token")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422",
                "{\"user\":\"ana\"}|422",
                "{\"user\":\" \",\"channel\":\"orders:a\"}|422",
                "{\"user\":\"ana\",\"channel\":\"orders\"}|422",
                "{\"user\":\"ana\",\"channel\":\"orders:*\"}|422",
                "{\"user\":\"ana\",\"channel\":\"orders:a\",\"expiresIn\":0}|422",
                "{\"user\":\"ana\",\"channel\":\"orders:a\",\"roles\":[\"admin\"]}|400"
            })
    void shouldNameWhatIsWrong(String body, int status) {
        given().auth()
                .oauth2(Tokens.admin())
                .contentType("application/json")
                .body(body)
                .post("/api/auth/subscription-token")
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    private static ValidatableResponse ask(String token, Map<String, Object> body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post("/api/auth/subscription-token")
                .then();
    }
}

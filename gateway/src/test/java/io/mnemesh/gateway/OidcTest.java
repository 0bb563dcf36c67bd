package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@WithTestResource(LoopbackIssuer.class)
@Tag("slow")
class OidcTest {

    @Test
    void shouldLetAUserOfTheProviderInWithTheRolesItSays() throws Exception {
        // Given
        String idToken = sign("rsa-1", "RS256", claims("ann|7").put("email", "ann@example.org"));

        // When
        JsonPath tokens = login(idToken).statusCode(200).extract().jsonPath();

        // Then
        Users.as(tokens).get("/api/auth/sessions").statusCode(200).body("items.size()", equalTo(1));
        Users.as(tokens).get("/api/admin/keys").statusCode(403);
        Admin.operator()
                .get("/api/admin/users/corp:ann:7c7")
                .statusCode(200)
                .body("createdBy", equalTo("oidc:corp"))
                .body("description", equalTo("ann@example.org"))
                .body("roles", equalTo(List.of("member")));
        assertThat(Admin.operator()
                        .get("/api/admin/audit?actor=corp:ann:7c7")
                        .extract()
                        .<List<String>>path("items.reason"))
                .containsExactly("oidc:corp");
        Users.refresh(tokens.getString("refreshToken")).statusCode(200);
    }

    @Test
    void shouldFollowChangesOfRoles() throws Exception {
        // Given
        JsonPath asAdmin = login(sign("rsa-1", "RS256", claims("bob").put("realm_access", roles("mesh admins", "x"))))
                .statusCode(200)
                .extract()
                .jsonPath();
        Users.as(asAdmin).get("/api/admin/keys").statusCode(200);

        // When
        login(sign("rsa-1", "RS256", claims("bob"))).statusCode(200);

        // Then
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> Users.as(asAdmin)
                        .get("/api/admin/keys")
                        .statusCode(401)
                        .body("reason", equalTo("token_revoked")));
        JsonPath renewed = Users.refresh(asAdmin.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();
        Users.as(renewed).get("/api/admin/keys").statusCode(403);
    }

    @Test
    void shouldFindKeysThatTheProviderPublishesLater() throws Exception {
        login(sign("rsa-1", "RS256", claims("cleo"))).statusCode(200);

        String next = sign("ec-" + System.nanoTime(), "ES256", claims("cleo"));

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> login(next).statusCode(200));
    }

    @Test
    void shouldNameWhatIsWrongWithAnIdToken() throws Exception {
        long now = Instant.now().getEpochSecond();
        refused(sign("rsa-1", "RS256", claims("dan").put("aud", "another-client")), "wrong_audience");
        refused(
                sign(
                        "rsa-1",
                        "RS256",
                        claims("dan")
                                .put(
                                        "aud",
                                        new JsonArray().add("mnemesh-client").add("other"))),
                "wrong_audience");
        refused(sign("rsa-1", "RS256", claims("dan").put("azp", "another-client")), "wrong_audience");
        refused(sign("rsa-1", "RS256", claims("dan").put("iss", "https://evil.test")), "wrong_issuer");
        refused(sign("rsa-1", "RS256", claims("dan").put("exp", now - 60)), "token_expired");
        refused(sign("rsa-1", "RS256", claims("dan").put("nbf", now + 600).put("exp", now + 900)), "clock_skew");
        refused(sign("hidden-rsa", "RS256", claims("dan")), "key_unknown");
        refused(sign("rsa-1", "none", claims("dan")), "wrong_algorithm");
        refused(sign("rsa-1", "HS256", claims("dan")), "wrong_algorithm");
        String good = sign("rsa-1", "RS256", claims("dan"));
        String other = sign("rsa-1", "RS256", claims("eve"));
        refused(good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')), "wrong_signature");
        refused("not.a.token", "token_malformed");
        refused("x".repeat(20_000), "token_malformed");
        JsonObject nameless = claims("dan");
        nameless.remove("sub");
        refused(sign("rsa-1", "RS256", nameless), "token_malformed");
        Admin.operator().get("/api/admin/users/corp:dan").statusCode(404);
    }

    @Test
    void shouldLetUsersOnlyIntoTenantsOfTheProvider() throws Exception {
        for (Object org : new Object[] {"kappa", "../default", 5, ""}) {
            login(sign("rsa-1", "RS256", claims("fay").put("org", new JsonObject().put("name", org))))
                    .statusCode(403)
                    .contentType("application/problem+json");
        }
        // Allowed to the provider, but nobody has made it.
        login(sign("rsa-1", "RS256", claims("fay").put("org", new JsonObject().put("name", "iota"))))
                .statusCode(403);
    }

    @Test
    void shouldNotTakeOverAnAccountOfAnotherMaker() throws Exception {
        Users.make("corp:gil", "admin");

        login(sign("rsa-1", "RS256", claims("gil"))).statusCode(409);
    }

    @Test
    void shouldNotLetADisabledUserIn() throws Exception {
        login(sign("rsa-1", "RS256", claims("hal"))).statusCode(200);
        Admin.operator()
                .patch("/api/admin/users/corp:hal", Map.of("disabled", true))
                .statusCode(200);

        refused(sign("rsa-1", "RS256", claims("hal")), "account_disabled");
        given().contentType("application/json")
                .body("{}")
                .post("/api/auth/oidc")
                .then()
                .statusCode(422);
    }

    private static void refused(String idToken, String reason) {
        login(idToken).statusCode(401).contentType("application/problem+json").body("reason", equalTo(reason));
    }

    private static ValidatableResponse login(String idToken) {
        return given().contentType("application/json")
                .body(Map.of("idToken", idToken, "device", "laptop"))
                .post("/api/auth/oidc")
                .then();
    }

    private static JsonObject claims(String subject) {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("sub", subject)
                .put("aud", "mnemesh-client")
                .put("iat", now)
                .put("exp", now + 300)
                .put("org", new JsonObject().put("name", "default"));
    }

    private static JsonObject roles(String... roles) {
        return new JsonObject().put("roles", new JsonArray(List.of((Object[]) roles)));
    }

    private static String sign(String key, String algorithm, JsonObject claims)
            throws IOException, InterruptedException {
        String issuer = ConfigProvider.getConfig().getValue("mnemesh.gateway.oidc.corp.issuer", String.class);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(issuer + "/sign?" + key + "," + algorithm))
                                    .POST(HttpRequest.BodyPublishers.ofString(claims.encode()))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}

package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The OWASP API Security Top 10 of 2023 as attacks on the public port, one test for each item. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class OwaspTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TestHTTPResource
    URI gateway;

    @Inject
    RedisLines redis;

    /** What failed here says nothing of the other test classes, which come from the same address. */
    @AfterEach
    void forgetTheAddress() {
        SignInAddress.forget(redis);
    }

    @Test
    @DisplayName("API1:2023 Broken Object Level Authorization")
    void shouldNotFindObjectsOfOtherTenantsOrUsers() {
        Admin operator = Admin.operator();
        Admin rival = new Admin(Tokens.of("owasp-one", "rita", "admin"));
        Users.make("owasp-victim", "member");
        JsonPath victim = Users.signIn("owasp-victim");
        String session = Users.as(victim)
                .get("/api/auth/sessions")
                .statusCode(200)
                .extract()
                .path("items[0].id");
        String key = operator.get("/api/admin/keys?tenant=default")
                .statusCode(200)
                .extract()
                .path("items[0].id");

        rival.delete("/api/auth/sessions/" + session).statusCode(404);
        rival.delete("/api/admin/keys/" + key).statusCode(404);
        rival.get("/api/admin/users/owasp-victim").statusCode(404);
        rival.delete("/api/admin/users/owasp-victim").statusCode(404);
        rival.get("/api/admin/users/owasp-victim/sessions").statusCode(404);
        rival.put("/api/admin/users/owasp-victim/password", Map.of("password", "taken over now"))
                .statusCode(404);
        rival.get("/api/admin/service-accounts?tenant=default").statusCode(404);
        Users.as(victim).get("/api/auth/sessions").statusCode(200);
    }

    @Test
    @DisplayName("API2:2023 Broken Authentication")
    void shouldRefuseEveryForgedTokenAndEndTheFamilyOfAStolenRefreshToken() throws Exception {
        String good = Tokens.admin();
        ForgedTokens.of(good).forEach((what, forged) -> {
            Response answer = given().auth().oauth2(forged).get("/api/memories/1");
            assertThat(answer.statusCode()).as(what).isEqualTo(401);
            assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
            assertThat(answer.header("WWW-Authenticate")).as(what).startsWith("Bearer");
            assertThat(answer.header("X-Echo")).as(what).isNull();
        });
        given().auth().oauth2(good).get("/api/memories/1").then().statusCode(200);
        Users.make("owasp-robbed", "member");
        JsonPath first = Users.signIn("owasp-robbed");
        JsonPath second = Users.refresh(first.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();

        Users.refresh(first.getString("refreshToken")).statusCode(401);

        await().atMost(SECOND).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            for (JsonPath tokens : List.of(first, second)) {
                given().auth()
                        .oauth2(tokens.getString("accessToken"))
                        .get("/api/memories/1")
                        .then()
                        .statusCode(401)
                        .body("reason", equalTo("token_revoked"));
            }
        });
        Users.refresh(second.getString("refreshToken")).statusCode(401);
    }

    @Test
    @DisplayName("API3:2023 Broken Object Property Level Authorization")
    void shouldNeitherTakeNorTellMembersThatAreNotTheCallers() {
        Admin rival = new Admin(Tokens.of("owasp-three", "rob", "admin"));

        rival.post("/api/admin/users", Map.of("name", "eve", "password", Users.PASSWORD, "roles", List.of("operator")))
                .statusCode(not(201));
        rival.post("/api/admin/users", Map.of("name", "eve", "password", Users.PASSWORD, "tenant", "default"))
                .statusCode(not(201));
        rival.post("/api/admin/keys", Map.of("tenant", "default", "subject", "admin", "roles", List.of("admin")))
                .statusCode(404);
        rival.post("/api/admin/users", Map.of("name", "eve", "password", Users.PASSWORD, "roles", List.of("member")))
                .statusCode(201)
                .body("password", nullValue())
                .body("passwordHash", nullValue());
        rival.patch("/api/admin/users/eve", Map.of("passwordHash", "x")).statusCode(400);
        String keys = rival.get("/api/admin/keys").statusCode(200).extract().asString();
        assertThat(keys).doesNotContain("mnk_", "digest", "hash");
    }

    @Test
    @DisplayName("API4:2023 Unrestricted Resource Consumption")
    void shouldBoundBodiesHeadersPagesAndWhatATenantUses() {
        Admin operator = Admin.operator();
        Admin tenant = new Admin(Tokens.of("owasp-four", "tia", "admin"));

        given().auth()
                .oauth2(tenant.token())
                .body(new byte[1024 * 1024 + 1])
                .post("/api/memories")
                .then()
                .statusCode(413);
        tenant.get("/api/admin/users?limit=1000000").statusCode(422);
        tenant.get("/api/admin/audit?limit=-1").statusCode(422);
        operator.put("/api/admin/plans/owasp", Map.of("unitsPerSecond", 1, "burst", 2))
                .statusCode(200);
        operator.put("/api/admin/tenants/owasp-four/plan", Map.of("plan", "owasp"))
                .statusCode(200);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> tenant.get("/api/memories/1")
                        .statusCode(429)
                        .header("Retry-After", not(blankOrNullString()))
                        .body("type", equalTo("https://mnemesh.io/problems/quota-exceeded")));
    }

    @Test
    @DisplayName("API5:2023 Broken Function Level Authorization")
    void shouldKeepFunctionsToThoseWhoseRolesAndScopesHaveThem() {
        Admin member = new Admin(Tokens.of("default", "owasp-member", "member"));
        Admin admin = new Admin(Tokens.of("owasp-five", "ada", "admin"));

        for (String path : List.of("/api/admin/keys", "/api/admin/users", "/api/admin/audit", "/api/admin/tenants")) {
            member.get(path).statusCode(403);
        }
        for (String path : List.of(
                "/api/admin/plans", "/api/admin/signing-keys", "/api/mesh/streams", "/api/v2/relaycore/status")) {
            member.get(path).statusCode(403);
            admin.get(path).statusCode(403);
        }
        admin.post("/api/admin/signing-keys", null).statusCode(403);
        admin.post("/api/admin/tenants", Map.of("name", "mine")).statusCode(403);
        admin.put("/api/admin/tenants/owasp-five/plan", Map.of("plan", "unlimited"))
                .statusCode(403);
        given().auth()
                .oauth2(member.token())
                .header("X-HTTP-Method-Override", "DELETE")
                .header("X-Original-URL", "/api/admin/keys")
                .header("X-Roles", "admin,operator")
                .get("/api/admin/keys")
                .then()
                .statusCode(403);
    }

    @Test
    @DisplayName("API6:2023 Unrestricted Access to Sensitive Business Flows")
    void shouldBoundSignInsPerAccount() {
        Users.make("owasp-guessed", "member");
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> Users.login("owasp-guessed", "guess")
                        .statusCode(429)
                        .header("Retry-After", not(blankOrNullString())));
        Users.login("owasp-guessed", Users.PASSWORD).statusCode(429);
    }

    @Test
    @DisplayName("API7:2023 Server Side Request Forgery")
    void shouldAskNoAddressThatAClientNames() throws Exception {
        String token = Tokens.admin();

        given().auth()
                .oauth2(token)
                .header("X-Forwarded-Host", "169.254.169.254")
                .header("Forwarded", "host=169.254.169.254")
                .header("X-Original-URL", "http://169.254.169.254/")
                .get("/api/memories/1")
                .then()
                .statusCode(200)
                .body("headers.forwarded", nullValue())
                .body("headers.x-original-url", nullValue())
                .body("headers.x-forwarded-host", not(equalTo("169.254.169.254")));
        try (var connection = new RawConnection(gateway)) {
            assertThat(connection
                            .send("GET http://169.254.169.254/api/memories/1 HTTP/1.1\r\nHost: 169.254.169.254\r\n"
                                    + "Authorization: Bearer " + token + "\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 400");
        }
        given().contentType("application/json")
                .body(Map.of("idToken", "a.b.c", "issuer", "http://169.254.169.254/"))
                .post("/api/auth/oidc")
                .then()
                .statusCode(400);
    }

    @Test
    @DisplayName("API8:2023 Security Misconfiguration")
    void shouldAnswerWithSafeHeadersAndTellNothingOfItsInside() {
        String token = Tokens.admin();
        for (String path : List.of("/health", "/api/memories/1", "/api/admin/keys", "/nowhere", "/docs/")) {
            given().auth()
                    .oauth2(token)
                    .header("Origin", "https://evil.example")
                    .get(path)
                    .then()
                    .header("X-Content-Type-Options", equalTo("nosniff"))
                    .header("X-Frame-Options", equalTo("DENY"))
                    .header("Referrer-Policy", equalTo("no-referrer"))
                    .header("Server", nullValue())
                    .header("X-Powered-By", nullValue())
                    .header("Access-Control-Allow-Origin", nullValue());
        }
        String problem = given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"name\":")
                .post("/api/admin/tenants")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .extract()
                .asString();
        assertThat(problem).doesNotContain("Exception", "jackson", "java.", "io.mnemesh");
    }

    @Test
    @DisplayName("API9:2023 Improper Inventory Management")
    void shouldServeOnThePublicPortOnlyWhatIsMeantForIt() {
        String token = Tokens.admin();
        for (String path : List.of(
                "/q/health",
                "/q/metrics",
                "/q/dev-ui",
                "/q/info",
                "/internal",
                "/api/v1/memories",
                "/metrics",
                "/actuator",
                "/.env",
                "/graphql")) {
            given().get(path).then().statusCode(anyOf(equalTo(401), equalTo(404)));
            given().auth().oauth2(token).get(path).then().statusCode(404);
        }
    }

    @Test
    @DisplayName("API10:2023 Unsafe Consumption of APIs")
    void shouldPassOnlyWholeAnswersOfServicesOnAndNoFieldsMeantForTheGateway() throws Exception {
        String token = Tokens.admin();

        given().auth()
                .oauth2(token)
                .header("X-Request-Id", "mine-1")
                .get("/api/memories/teapot")
                .then()
                .statusCode(418)
                .header("X-Hop", nullValue())
                .header("Connection", not(equalTo("close, X-Hop")))
                .header("X-Request-Id", equalTo("mine-1"));
        try (var connection = new RawConnection(gateway)) {
            assertThat(connection
                            .send("GET /api/memories/reset HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .untilClosed())
                    .doesNotEndWith("0\r\n\r\n");
        }
        given().auth()
                .oauth2(token)
                .get("/api/cache/a/b")
                .then()
                .statusCode(502)
                .contentType("application/problem+json");
    }
}

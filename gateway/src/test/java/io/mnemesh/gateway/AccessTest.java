package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class AccessTest {

    @Test
    void shouldWriteTheAdminKeyForItsOwnerOnly() throws Exception {
        assertThat(Tokens.adminKey()).matches("mnk_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Tokens.adminKeyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldStoreNeitherKeyNorPrivateKeyInTheClear() throws Exception {
        try (var owner = LoopbackServices.owner();
                var rows = owner.createStatement()
                        .executeQuery("select row_to_json(k)::text from gateway.api_key k"
                                + " union all select row_to_json(s)::text from gateway.signing_key s")) {
            int seen = 0;
            while (rows.next()) {
                seen++;
                assertThat(rows.getString(1)).doesNotContain(Tokens.adminKey()).doesNotContain("mnk_");
            }
            assertThat(seen).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void shouldGiveAVerifiableShortLivedTokenForAKey() {
        String token = given().contentType("application/json")
                .body(Map.of("apiKey", Tokens.adminKey()))
                .post("/api/auth/token")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("tokenType", equalTo("Bearer"))
                .body("expiresIn", equalTo(900))
                .extract()
                .path("accessToken");
        String[] parts = token.split("\\.", -1);
        var header = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
        var claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(header.getString("alg")).isEqualTo("ES256");
        assertThat(claims.getString("iss")).isEqualTo("mnemesh");
        assertThat(claims.getString("tenant")).isEqualTo("default");
        assertThat(claims.getJsonArray("groups")).contains("admin", "operator");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(900);
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .body("keys.kid", hasItem(header.getString("kid")))
                .body("keys[0].d", nullValue());
    }

    @Test
    void shouldTakeTheKeyFromTheHeaderToo() {
        given().header("X-API-Key", Tokens.adminKey())
                .post("/api/auth/token")
                .then()
                .statusCode(200)
                .body("accessToken", matchesPattern(".+\\..+\\..+"));
    }

    @Test
    void shouldLetARenewalThroughThatCarriesAnOldToken() {
        given().auth()
                .oauth2("not.a.token")
                .header("X-API-Key", Tokens.adminKey())
                .post("/api/auth/token")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldRefuseAWrongKey() {
        given().contentType("application/json")
                .body(Map.of("apiKey", "mnk_" + "A".repeat(43)))
                .post("/api/auth/token")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("type", equalTo("https://mnemesh.io/problems/unauthenticated"))
                .body("detail", equalTo("The API key is not valid."));
    }

    @Test
    void shouldNameWhatIsWrongWithABody() {
        given().contentType("application/json")
                .body("{\"apikey\":\"x\"}")
                .post("/api/auth/token")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/malformed-request"))
                .body("detail", equalTo("The member 'apikey' is not known here; known are apiKey."))
                .body("field", equalTo("apikey"));
        given().contentType("application/json")
                .body("{\n\"apiKey\": }")
                .post("/api/auth/token")
                .then()
                .statusCode(400)
                .body("detail", containsString("line 2"));
        given().contentType("application/json")
                .body("{\"apiKey\":\"x\"} trailing")
                .post("/api/auth/token")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"apiKey\":5}")
                .post("/api/auth/token")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The member 'apiKey' has to be a string."));
        given().contentType("application/json")
                .body("{}")
                .post("/api/auth/token")
                .then()
                .statusCode(422);
    }

    @Test
    void shouldDenyWhatHasNoToken() {
        for (String path : List.of(
                "/api/admin/keys", "/api/admin/tenants", "/api/mesh/streams", "/api/v2/relaycore/status", "/nowhere")) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", equalTo("Bearer realm=\"mnemesh\""));
        }
    }

    @Test
    void shouldKeepMembersOutOfAdministration() {
        String member = Tokens.of("acme", "ana", "member");
        for (String path :
                List.of("/api/admin/keys", "/api/admin/tenants", "/api/mesh/streams", "/api/v2/relaycore/status")) {
            given().auth()
                    .oauth2(member)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("type", equalTo("https://mnemesh.io/problems/forbidden"));
        }
    }

    @Test
    void shouldConfineAnAdminToTheOwnTenant() {
        String admin = Tokens.of("beta", "bea", "admin");
        given().auth().oauth2(admin).get("/api/admin/tenants").then().statusCode(403);
        given().auth()
                .oauth2(admin)
                .get("/api/admin/keys")
                .then()
                .statusCode(200)
                .body("items.tenant", everyItem(equalTo("beta")))
                .body("items.subject", hasItem("bea"));
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body(Map.of("tenant", "default", "subject", "eve"))
                .post("/api/admin/keys")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body(Map.of("subject", "eve", "roles", List.of("operator")))
                .post("/api/admin/keys")
                .then()
                .statusCode(403);
    }

    @Test
    void shouldNotFindAnotherTenantsKey() {
        String operator = Tokens.admin();
        String foreign = given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body(Map.of("subject", "svc"))
                .post("/api/admin/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String admin = Tokens.of("gamma", "gus", "admin");
        given().auth().oauth2(admin).delete("/api/admin/keys/" + foreign).then().statusCode(404);
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/keys/" + foreign)
                .then()
                .statusCode(204);
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/keys/" + foreign)
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/keys/not-an-id")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldEndAccessWithARevokedKey() {
        String operator = Tokens.admin();
        var made = given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body(Map.of("subject", "temp", "label", "for a test"))
                .post("/api/admin/keys")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/admin/keys/"))
                .body("roles", equalTo(List.of("member")))
                .extract()
                .response();
        Tokens.exchange(made.<String>path("apiKey"));
        given().auth().oauth2(operator).get("/api/admin/keys").then().body("items.apiKey", everyItem(nullValue()));
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/keys/" + made.<String>path("id"))
                .then()
                .statusCode(204);
        given().header("X-API-Key", made.<String>path("apiKey"))
                .post("/api/auth/token")
                .then()
                .statusCode(401);
    }

    @Test
    void shouldMakeAndRemoveTenants() {
        String operator = Tokens.admin();
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"name\":\"delta\"}")
                .post("/api/admin/tenants")
                .then()
                .statusCode(201);
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"name\":\"delta\"}")
                .post("/api/admin/tenants")
                .then()
                .statusCode(409);
        given().auth()
                .oauth2(operator)
                .get("/api/admin/tenants")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("delta"));
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/tenants/delta")
                .then()
                .statusCode(204);
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/tenants/delta")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(operator)
                .delete("/api/admin/tenants/default")
                .then()
                .statusCode(409);
        given().auth().oauth2(operator).get("/api/admin/tenants").then().body("items.name", not(hasItem("delta")));
    }

    @Test
    void shouldRefuseBadValuesOfKeysAndTenants() {
        String operator = Tokens.admin();
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"name\":\"No Such Form\"}")
                .post("/api/admin/tenants")
                .then()
                .statusCode(400)
                .body("field", equalTo("name"));
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"subject\":\"\"}")
                .post("/api/admin/keys")
                .then()
                .statusCode(422)
                .body("field", equalTo("subject"));
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"tenant\":\"nobody\",\"subject\":\"x\"}")
                .post("/api/admin/keys")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(operator)
                .contentType("text/plain")
                .body("x")
                .post("/api/admin/keys")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        given().auth()
                .oauth2(operator)
                .put("/api/admin/keys")
                .then()
                .statusCode(405)
                .contentType("application/problem+json");
        given().auth()
                .oauth2(operator)
                .accept("image/png")
                .get("/api/admin/keys")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }
}

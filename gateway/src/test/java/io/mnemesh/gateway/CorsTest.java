package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@TestProfile(CorsTest.TwoOrigins.class)
@Tag("slow")
class CorsTest {

    private static final String DASHBOARD = "https://dashboard.example.org";

    @Test
    void shouldLetBrowsersOfAKnownOriginAskAndRead() {
        given().header("Origin", DASHBOARD)
                .header("Access-Control-Request-Method", "DELETE")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options("/api/memories")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo(DASHBOARD))
                .header("Access-Control-Allow-Methods", containsString("DELETE"))
                .header("Access-Control-Allow-Headers", containsString("authorization"))
                .header("Access-Control-Max-Age", equalTo("600"));
        given().header("Origin", DASHBOARD)
                .auth()
                .oauth2(Tokens.admin())
                .get("/api/memories")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(DASHBOARD))
                .header("Access-Control-Expose-Headers", containsString("x-request-id"))
                .header("Access-Control-Allow-Credentials", nullValue());
        given().header("Origin", "http://localhost:3000")
                .get("/api/admin/keys")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo("http://localhost:3000"));
    }

    @Test
    void shouldGiveOthersNothing() {
        for (String other : new String[] {
            "https://dashboard.example.org.evil.test", "http://dashboard.example.org", "null", "https://evil.test"
        }) {
            given().header("Origin", other)
                    .header("Access-Control-Request-Method", "GET")
                    .options("/api/memories")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("detail", equalTo("The origin is not one of CORS_ORIGINS."))
                    .header("Access-Control-Allow-Origin", nullValue());
            given().header("Origin", other)
                    .auth()
                    .oauth2(Tokens.admin())
                    .get("/api/admin/keys")
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", nullValue())
                    .header("Vary", containsString("origin"));
        }
    }

    /** A dashboard and a developer's own page. */
    public static final class TwoOrigins implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("CORS_ORIGINS", DASHBOARD + ",http://localhost:3000");
        }
    }
}

package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class OperationTest {

    @Test
    void shouldMergeTheDescriptionsOfWhatIsUpAndNameWhatIsDown() {
        given().get("/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("x-missing-services", equalTo(java.util.List.of("cache", "intelligence")))
                .body("paths", hasKey("/api/memories"))
                .body("paths", hasKey("/v1/models"))
                .body("paths", hasKey("/api/auth/token"))
                .body("paths", hasKey("/api/admin/keys"))
                .body("paths", not(hasKey("/internal")))
                .body("paths.'/api/memories'.post.operationId", equalTo("memory.store"))
                .body("paths.'/api/memories'.post.security", nullValue())
                .body(
                        "paths.'/api/memories'.post.requestBody.content.'application/json'.schema.'$ref'",
                        equalTo("#/components/schemas/memory.Memory"))
                .body("components.schemas", hasKey("memory.Memory"))
                .body("components.schemas", hasKey("Problem"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("tags.find { it.name == 'memories' }.description", equalTo("What is known"))
                .body("tags.name", not(hasItem("internals")));
    }

    @Test
    void shouldServeARenderedPageWithoutForeignHosts() {
        String page = given().get("/docs/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("/openapi"))
                .extract()
                .asString();
        assertThat(page).doesNotContain("https://unpkg").doesNotContain("https://cdn");
        given().get("/docs/swagger-ui-bundle.js").then().statusCode(200);
    }

    @Test
    void shouldTellTheHealthOfTheMesh() {
        given().get("/health")
                .then()
                .statusCode(503)
                .body("status", equalTo("degraded"))
                .body("services.memory", equalTo("up"))
                .body("services.gateway", equalTo("up"))
                .body("services.intelligence", equalTo("unreachable"));
    }

    @Test
    void shouldShowStreamsToOperators() {
        String operator = Tokens.admin();
        given().auth()
                .oauth2(operator)
                .get("/api/mesh/streams")
                .then()
                .statusCode(200)
                .body("items.partition", hasItem(0));
        given().auth()
                .oauth2(operator)
                .get("/api/mesh/dead-letters?group=memory-embedder")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
        given().auth()
                .oauth2(operator)
                .get("/api/mesh/dead-letters")
                .then()
                .statusCode(422)
                .body("field", equalTo("group"));
        given().auth()
                .oauth2(operator)
                .get("/api/mesh/dead-letters?group=g&limit=0")
                .then()
                .statusCode(422);
        given().auth()
                .oauth2(operator)
                .delete("/api/mesh/dead-letters/memory-embedder/0:1-1")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(operator)
                .post("/api/mesh/dead-letters/memory-embedder/0:1-1/replay")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(operator)
                .contentType("application/json")
                .body("{\"group\":\"memory-embedder\"}")
                .post("/api/mesh/replay")
                .then()
                .statusCode(422);
        given().auth()
                .oauth2(Tokens.of("acme", "ada", "admin"))
                .contentType("application/json")
                .body("{}")
                .post("/api/mesh/replay")
                .then()
                .statusCode(403);
    }
}

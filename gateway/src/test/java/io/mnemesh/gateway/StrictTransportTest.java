package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(DiscoveredInstances.class)
class StrictTransportTest {

    private static final String HEADER = "Strict-Transport-Security";

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/memories/1", "/api/nothing", "/docs/../secret"})
    void shouldBeSaidWithEverythingThatCameOverTlsAtTheProxy(String path) {
        given().urlEncodingEnabled(false)
                .header("X-Forwarded-Proto", "https")
                .get(path)
                .then()
                .header(HEADER, equalTo("max-age=31536000"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
        given().urlEncodingEnabled(false).get(path).then().header(HEADER, nullValue());
    }
}

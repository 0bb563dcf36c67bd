package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

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
@TestProfile(AttemptsTest.FewAttempts.class)
@Tag("slow")
class AttemptsTest {

    @Test
    void shouldBoundWrongKeysAndTellWhenToComeBack() {
        String wrong = "mnk_" + "B".repeat(43);
        for (int i = 0; i < 3; i++) {
            given().header("X-API-Key", wrong).post("/api/auth/token").then().statusCode(401);
        }
        String retryAfter = given().header("X-API-Key", wrong)
                .post("/api/auth/token")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/too-many-requests"))
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 60);
    }

    /** Three wrong keys are enough. */
    public static final class FewAttempts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.gateway.access.attempts", "3");
        }
    }
}

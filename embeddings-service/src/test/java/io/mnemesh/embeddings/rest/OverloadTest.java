package io.mnemesh.embeddings.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service with one computing thread and little room for waiting texts. */
@QuarkusTest
@Tag("slow")
@TestProfile(OverloadTest.LittleRoom.class)
class OverloadTest extends ServiceTest {

    public static final class LittleRoom implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.embeddings.engine.workers", "1",
                    "mnemesh.embeddings.engine.batch-tokens", "64",
                    "mnemesh.embeddings.engine.share-tokens", "64",
                    "mnemesh.embeddings.engine.queue-tokens", "128",
                    "mnemesh.embeddings.requests.max-texts", "200",
                    "mnemesh.embeddings.requests.max-pending", "200");
        }
    }

    @Test
    void shouldSayWhenToComeBackWhenTheLaneIsFull() {
        ValidatableResponse refused = post("/v1/embeddings", Map.of("input", texts("full")));

        refused.statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("https://mnemesh.io/problems/too-many-requests"))
                .body("lane", equalTo("standard"))
                .body("error.type", equalTo("rate_limit_error"))
                .body("error.message", equalTo("The standard lane of the embedding engine is full."));
        assertThat(Integer.parseInt(refused.extract().header("Retry-After"))).isBetween(1, 60);
        post("/v1/embeddings", Map.of("input", "one text finds room")).statusCode(200);
    }

    @Test
    void shouldSayItInTheShapeOfTextEmbeddingsInference() {
        ValidatableResponse refused = post("/embed", Map.of("inputs", texts("overloaded")));

        refused.statusCode(429).body("error_type", equalTo("Overloaded"));
        assertThat(Integer.parseInt(refused.extract().header("Retry-After"))).isBetween(1, 60);
    }

    private static List<String> texts(String word) {
        return IntStream.range(0, 200)
                .mapToObj(n -> n + (" " + word).repeat(50))
                .toList();
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().auth()
                .oauth2(TestTokens.of("acme", "ana"))
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }
}

package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@TestProfile(SigningKeyRotationTest.Quick.class)
@Tag("slow")
class SigningKeyRotationTest {

    private static final String KEYS = "/api/admin/signing-keys";

    @Test
    void shouldRotateUnderLoadWithoutAFailedRequest() {
        // Given
        Admin before = Admin.operator();
        String first = keyId(before.token());

        // When
        before.post(KEYS, null)
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items[0].id", equalTo(first))
                .body("items.signing", equalTo(List.of(true, false)));
        before.post(KEYS, null).statusCode(409).body("detail", startsWith("The last key does not sign yet;"));
        var signedWith = new LinkedHashSet<String>();
        int answered = 0;
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (signedWith.size() < 2 && System.nanoTime() < end) {
            Admin now = Admin.operator();
            signedWith.add(keyId(now.token()));
            now.get(KEYS).statusCode(200);
            before.get(KEYS).statusCode(200);
            given().auth().oauth2(now.token()).get("/api/memories").then().statusCode(200);
            answered++;
        }

        // Then
        assertThat(signedWith).hasSize(2).startsWith(first);
        assertThat(answered).isGreaterThan(5);
        before.get(KEYS).statusCode(200).body("items.signing", equalTo(List.of(false, true)));
        assertThat(published()).isEqualTo(signedWith);
        new Admin(Tokens.of("theta", "tim", "admin")).get(KEYS).statusCode(403);
        new Admin(Tokens.of("theta", "tim", "admin")).post(KEYS, null).statusCode(403);
    }

    private static Set<String> published() {
        return new LinkedHashSet<>(given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("keys.kid"));
    }

    private static String keyId(String token) {
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return new JsonObject(header).getString("kid");
    }

    /** Keys are read every second and announced for three. */
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.identity.refresh",
                    "1s",
                    "mnemesh.identity.timeout",
                    "1s",
                    "mnemesh.gateway.signing.announce",
                    "3s");
        }
    }
}

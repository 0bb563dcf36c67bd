package io.mnemesh.memory.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.http.ContentType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Erases users from beginning to end, for tests of other features. */
@ApplicationScoped
public class Erasing {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ErasureRunner runner;

    Erasing(ErasureRunner runner) {
        this.runner = runner;
    }

    /** Erases a user of a tenant, with all that they stored and said. */
    public void erase(String tenant, String user) {
        UUID id = UUID.fromString(given().auth()
                .oauth2(TestTokens.of(tenant, "root", Identity.ADMIN))
                .contentType(ContentType.JSON)
                .body(Map.of("user", user))
                .post("/api/erasures")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(() -> assertThat(
                                runner.run(new TenantId(tenant), id).await().atMost(PATIENCE))
                        .isEqualTo(ErasureStep.DONE));
    }
}

package io.mnemesh.gateway;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@TestProfile(SignInWithoutRedisTest.NoRedis.class)
@Tag("slow")
class SignInWithoutRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldLetNobodyTryPasswordsThatCannotBeCounted() {
        // Given
        Users.make("uncounted", "member");

        // Then
        Users.login("uncounted", Users.PASSWORD)
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://mnemesh.io/problems/unavailable"));
        Admin.operator().get("/api/admin/users/uncounted").statusCode(200);
    }

    @Test
    void shouldGrantThePlansRateByItselfAndRefuseWhatIsOverIt() {
        // Given
        Admin operator = Admin.operator();
        Admin tenant = new Admin(Tokens.of("uncounted-units", "uma", "admin"));
        operator.put("/api/admin/plans/few", Map.of("unitsPerSecond", 20, "burst", 20))
                .statusCode(200);
        operator.put("/api/admin/tenants/uncounted-units/plan", Map.of("plan", "few"))
                .statusCode(200);

        // Then
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> tenant.get("/api/memories/1")
                        .statusCode(429)
                        .body("type", equalTo("https://mnemesh.io/problems/quota-exceeded")));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> tenant.get("/api/memories/1").statusCode(200));
    }

    /** Nothing listens there. */
    public static final class NoRedis implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:1");
        }
    }
}

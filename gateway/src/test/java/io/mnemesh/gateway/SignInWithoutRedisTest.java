package io.mnemesh.gateway;

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
@TestProfile(SignInWithoutRedisTest.NoRedis.class)
@Tag("slow")
class SignInWithoutRedisTest {

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

    /** Nothing listens there. */
    public static final class NoRedis implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:1");
        }
    }
}

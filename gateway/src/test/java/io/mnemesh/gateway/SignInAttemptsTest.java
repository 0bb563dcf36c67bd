package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
@TestProfile(SignInAttemptsTest.FewAttempts.class)
@Tag("slow")
class SignInAttemptsTest {

    @Inject
    RedisLines redis;

    /** Other test classes come from the same address. */
    @BeforeEach
    void forgetTheAddress() {
        SignInAddress.forget(redis);
    }

    @Test
    void shouldLockAnAccountAfterItsWrongPasswordsWhateverTheNextOneIs() {
        // Given
        Users.make("locked-one", "member");
        Users.make("free-one", "member");
        for (int i = 0; i < 3; i++) {
            Users.login("locked-one", "not the password").statusCode(401);
        }

        // When
        String retryAfter = Users.login("locked-one", Users.PASSWORD)
                .statusCode(429)
                .contentType("application/problem+json")
                .body("detail", equalTo("Too many sign-ins have failed for this account; wait before the next."))
                .extract()
                .header("Retry-After");

        // Then
        assertThat(Integer.parseInt(retryAfter)).isBetween(800, 900);
        Users.login("free-one", Users.PASSWORD).statusCode(200);
    }

    @Test
    void shouldBeginAnewAfterARightPassword() {
        Users.make("clumsy", "member");
        for (int round = 0; round < 2; round++) {
            Users.login("clumsy", "not the password").statusCode(401);
            Users.login("clumsy", "not the password").statusCode(401);
            Users.login("clumsy", Users.PASSWORD).statusCode(200);
        }
    }

    @Test
    void shouldLockAnAddressThatTriesManyAccounts() {
        int status = 401;
        for (int i = 0; i < 20 && status == 401; i++) {
            status = Users.login("guess-" + i, "not the password").extract().statusCode();
        }

        assertThat(status).isEqualTo(429);
        Users.login("guess-0", "not the password")
                .body("detail", equalTo("Too many sign-ins have failed from this address; wait before the next."));
    }

    /** Three wrong passwords for an account and twelve from an address are enough. */
    public static final class FewAttempts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mnemesh.gateway.sessions.attempts-per-account",
                    "3",
                    "mnemesh.gateway.sessions.attempts-per-address",
                    "12");
        }
    }
}

package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.identity.RevocationStream;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class RevokedSessionTest {

    private static final Duration LIFE = Duration.ofMinutes(15);

    @Inject
    RedisLines redis;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final String grant = UUID.randomUUID().toString();

    @Test
    void shouldEndConnectionsWithinASecondOfTheRevocation() {
        // Given
        Client revoked = Client.open(port(), token(grant));
        CentrifugeClient centrifuge = CentrifugeClient.connected(port(), token(grant));
        Client other = Client.open(port(), token("another"));

        // When
        long began = System.nanoTime();
        revoke();

        // Then
        assertThat(revoked.awaitClose()).isEqualTo(4401);
        assertThat(centrifuge.awaitClose()).isEqualTo(3500);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(Client.refusal(port(), token(grant)).getResponse().statusCode())
                .isEqualTo(401);
        other.assertSilent();
        other.close();
    }

    private void revoke() {
        Instant now = Instant.now();
        redis.send(RevocationStream.add(grant, now.plus(LIFE), now, LIFE))
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private String token(String grantOfIt) {
        return TestTokens.granted(tenant, "ana", grantOfIt);
    }

    private static int port() {
        return RestAssured.port;
    }
}

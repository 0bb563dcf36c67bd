package io.mnemesh.testing.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ReadinessTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    @ConfigProperty(name = "quarkus.management.port", defaultValue = "0")
    int configuredPort;

    @ConfigProperty(name = "quarkus.management.test-port")
    int port;

    @Test
    void shouldStayReadyAndSaySoWhenRedisIsAway() {
        // Given
        awaitReady();

        // When
        TestServers.redis().stop();

        // Then
        try {
            await().atMost(LIMIT).pollInterval(POLL).untilAsserted(() -> {
                Response ready = ready();
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.<Boolean>path("checks.find { it.name == 'redis' }.data.reached"))
                        .isFalse();
            });
        } finally {
            TestServers.redis().restart();
        }
    }

    @Test
    void shouldNotBeReadyButLiveWhenPostgresIsAway() {
        // Given
        awaitReady();

        // When
        TestServers.postgres().stop();

        // Then
        try {
            await().atMost(LIMIT).pollInterval(POLL).untilAsserted(() -> {
                assertThat(ready().statusCode()).isEqualTo(503);
                assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
            });
        } finally {
            TestServers.postgres().restart();
        }
        awaitReady();
    }

    @Test
    void shouldShowTheDepthAndAgeOfTheOutbox() {
        // When
        String metrics = get("/q/metrics").asString();

        // Then
        assertThat(metrics).contains("mnemesh_outbox_events ", "mnemesh_outbox_oldest_seconds ");
    }

    private void awaitReady() {
        await().atMost(LIMIT)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(200));
    }

    private Response ready() {
        return get("/q/health/ready");
    }

    private Response get(String path) {
        return given().port(port == 0 ? configuredPort : port).get(path);
    }
}

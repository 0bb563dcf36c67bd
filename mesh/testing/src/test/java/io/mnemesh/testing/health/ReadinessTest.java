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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ReadinessTest {

    private static final Logger ROOT = Logger.getLogger("");
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
        var lines = new CopyOnWriteArrayList<String>();
        Handler capture = capture(lines);

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
        ROOT.removeHandler(capture);
        assertThat(lines).containsExactly("WARN The service is not ready", "INFO The service is ready");
    }

    /** What the log says about readiness. */
    private static Handler capture(List<String> lines) {
        var handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                if (line.getLoggerName().contains("Readiness")
                        || line.getLoggerName().startsWith("io.smallrye.health")) {
                    lines.add(line.getLevel() + " " + line.getMessage());
                }
            }
        };
        ROOT.addHandler(handler);
        return handler;
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

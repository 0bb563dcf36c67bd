package io.mnemesh.cacheservice.health;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class TiersCheckTest {

    private static final String TIERS = "checks.find { it.name == 'cache tiers' }.data.";

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    private final TestTenant tenant = TestTenant.any();

    @Test
    void shouldSayThatBothTiersAreThere() {
        becomes("connected", "connected", false);
    }

    @Test
    @Tag("slow")
    void shouldStayReadyAndAnswerWhenATierIsAway() {
        tenant.put("docs/a", "hello").statusCode(204);
        becomes("connected", "connected", false);

        TestServers.redis().stop();
        try {
            becomes("away", "connected", true);
            tenant.get("docs/a").statusCode(200).body(equalTo("hello"));
        } finally {
            TestServers.redis().restart();
        }
        becomes("connected", "connected", false);

        TestServers.postgres().stop();
        try {
            becomes("connected", "away", true);
            tenant.get("docs/a").statusCode(200).body(equalTo("hello"));
            tenant.put("docs/b", "refused").statusCode(503).body("type", containsString("unavailable"));
        } finally {
            TestServers.postgres().restart();
        }
        becomes("connected", "connected", false);
        tenant.put("docs/b", "kept").statusCode(204);
    }

    private void becomes(String redis, String postgres, boolean degraded) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get(ready)
                        .then()
                        .statusCode(200)
                        .body("status", equalTo("UP"))
                        .body(TIERS + "redis", equalTo(redis))
                        .body(TIERS + "postgres", equalTo(postgres))
                        .body(TIERS + "degraded", equalTo(degraded)));
    }
}

package io.mnemesh.cacheservice.health;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.net.URL;
import java.time.Duration;

/** What readiness says of the tiers. */
record TiersReport(URL ready) {

    private static final String TIERS = "checks.find { it.name == 'cache tiers' }.data.";

    /** Waits until the service is ready and says so. */
    void becomes(String redis, String postgres, boolean degraded) {
        soon(() -> get(ready)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body(TIERS + "redis", equalTo(redis))
                .body(TIERS + "postgres", equalTo(postgres))
                .body(TIERS + "degraded", equalTo(degraded)));
    }

    static void soon(Runnable assertions) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(assertions::run);
    }
}

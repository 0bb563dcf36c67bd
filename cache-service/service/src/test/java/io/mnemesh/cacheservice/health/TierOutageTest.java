package io.mnemesh.cacheservice.health;

import static io.mnemesh.cacheservice.health.TiersReport.soon;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service while Redis or PostgreSQL is away; in an application of its own, which leaves dead connections to no other test. */
@QuarkusTest
@TestProfile(TierOutageTest.OfItsOwn.class)
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class TierOutageTest {

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    private final TestTenant tenant = TestTenant.any();

    /** As usual. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Test
    void shouldStayReadyAndAnswerWhenATierIsAway() {
        var tiers = new TiersReport(ready);
        tenant.put("docs/a", "hello").statusCode(204);
        tiers.becomes("connected", "connected", false);

        TestServers.redis().stop();
        try {
            tiers.becomes("away", "connected", true);
            tenant.get("docs/a").statusCode(200).body(equalTo("hello"));
        } finally {
            TestServers.redis().restart();
        }
        tiers.becomes("connected", "connected", false);
        // Redis came back empty.
        tenant.put("docs/a", "hello").statusCode(204);

        TestServers.postgres().stop();
        try {
            tiers.becomes("connected", "away", true);
            tenant.get("docs/a").statusCode(200).body(equalTo("hello"));
            tenant.put("docs/b", "refused").statusCode(503).body("type", containsString("unavailable"));
        } finally {
            TestServers.postgres().restart();
        }
        tiers.becomes("connected", "connected", false);
        soon(() -> tenant.put("docs/b", "kept").statusCode(204));
    }
}

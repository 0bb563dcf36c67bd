package io.mnemesh.cacheservice.health;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class TiersCheckTest {

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @Test
    void shouldSayThatBothTiersAreThere() {
        new TiersReport(ready).becomes("connected", "connected", false);
    }
}

package io.mnemesh.cacheservice.objects.rest;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class WarmTest {

    private final TestTenant tenant = TestTenant.any();

    @Test
    void shouldReportWhatThereIsAndWhereItWas() {
        tenant.put("docs/a", "v").statusCode(204);
        tenant.put("docs/b/c", "w").statusCode(204);

        tenant.post("docs/warm", Map.of("keys", List.of("none", "b/c", "a", "b/c")))
                .statusCode(200)
                .body("found", equalTo(2))
                .body("keys.key", equalTo(List.of("none", "b/c", "a")))
                .body("keys.outcome", equalTo(List.of("missing", "found", "found")))
                .body("keys[0].keySet()", hasSize(2))
                .body("keys[1].tier", equalTo("local"));
        tenant.get("stats").body("misses", equalTo(0)).body("tiers.find { it.tier == 'local' }.hits", equalTo(0));
    }

    @Test
    void shouldFindNothingOfAnotherTenant() {
        var other = TestTenant.any();
        other.put("docs/a", "v").statusCode(204);

        tenant.post("docs/warm", Map.of("keys", List.of("a")))
                .statusCode(200)
                .body("found", equalTo(0))
                .body("keys.outcome", equalTo(List.of("missing")));
    }

    @Test
    void shouldRefuseBadRequests() {
        tenant.post("docs/warm", Map.of()).statusCode(422).body("field", equalTo("keys"));
        tenant.post("docs/warm", Map.of("keys", List.of("k".repeat(1025))))
                .statusCode(413)
                .body("limit", equalTo(1024));
        tenant.post(
                        "docs/warm",
                        Map.of(
                                "keys",
                                IntStream.range(0, 1001).mapToObj(i -> "k" + i).toList()))
                .statusCode(413)
                .body("limit", equalTo(1000));
        tenant.post("-bad/warm", Map.of("keys", List.of("a"))).statusCode(422).body("field", equalTo("namespace"));
    }
}

package io.mnemesh.cacheservice.objects.rest;

import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ObjectTagsTest {

    private final TestTenant tenant = TestTenant.any();

    private void invalidate(String namespace, String... tags) {
        tenant.post(namespace + "/invalidate-tags", Map.of("tags", List.of(tags)))
                .statusCode(204);
    }

    @Test
    void shouldEndWhatHasTheTag() {
        tenant.put("docs/a", "v", "red", "round").statusCode(204);
        tenant.put("docs/b", "v", "round").statusCode(204);
        tenant.put("docs/c", "v").statusCode(204);

        invalidate("docs", "red", "nothing-has-it");

        tenant.get("docs/a").statusCode(404);
        tenant.get("docs/b").statusCode(200);
        tenant.get("docs/c").statusCode(200);
        tenant.put("docs/a", "again", "red").statusCode(204);
        tenant.get("docs/a").statusCode(200).body(equalTo("again"));
    }

    @Test
    void shouldKeepTagsOfOtherNamespacesAndTenantsApart() {
        var other = TestTenant.any();
        tenant.put("docs/a", "v", "red").statusCode(204);
        tenant.put("pictures/a", "v", "red").statusCode(204);
        other.put("docs/a", "v", "red").statusCode(204);

        invalidate("docs", "red");

        tenant.get("docs/a").statusCode(404);
        tenant.get("pictures/a").statusCode(200);
        other.get("docs/a").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "0123456789012345678901234567890123456789012345678901234567890123"})
    void shouldRefuseABadTag(String tag) {
        tenant.put("docs/a", "v", tag).statusCode(422).body("field", equalTo("tags"));
        tenant.post("docs/invalidate-tags", Map.of("tags", List.of(tag)))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("field", equalTo("tags"));
        tenant.get("docs/a").statusCode(404);
    }

    @Test
    void shouldRefuseRequestsWithoutTagsOrWithTooMany() {
        Object[] many = IntStream.range(0, 33).mapToObj(i -> "t" + i).toArray();

        tenant.put("docs/a", "v", many).statusCode(422).body("field", equalTo("tags"));
        tenant.put("docs/a", "v", Arrays.copyOf(many, 32)).statusCode(204);
        for (var body : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("tags", List.of()),
                Map.of("tags", List.of("")),
                Map.of("tags", List.of(many)),
                Map.of("tags", Collections.singletonList(null)))) {
            tenant.post("docs/invalidate-tags", body).statusCode(422).body("field", equalTo("tags"));
        }
        tenant.post("UPPER/invalidate-tags", Map.of("tags", List.of("red")))
                .statusCode(422)
                .body("field", equalTo("namespace"));
        tenant.post("docs/invalidate-tags", Map.of("tag", List.of("red"))).statusCode(400);
    }
}

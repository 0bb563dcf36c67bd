package io.mnemesh.memory.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.mnemesh.memory.feedback.Feedback;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Learning from accesses switched off is off to the bit. */
@QuarkusTest
@TestProfile(AccessLearningOffTest.Off.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class AccessLearningOffTest {

    /** As other tests, but for learning. */
    public static final class Off implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var config = new HashMap<>(new MemoryProfile().getConfigOverrides());
            config.put("mnemesh.memory.access.learning", "false");
            return config;
        }
    }

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    AccessFlush flush;

    @Inject
    Feedback feedback;

    private final Api api = Api.ofNewTenant();

    private String search() {
        return api.search("How do we restart the pump?", Map.of())
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replaceAll("\"tookMs\":[0-9.E-]+", "");
    }

    @Test
    void shouldAnswerTheSameBytesHoweverMuchIsRead() {
        List<UUID> ids =
                List.of(api.store("Restart the pump with the red switch"), api.store("Restart the pump by kicking it"));
        await().atMost(SOON).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> {
            assertThat(ids).allSatisfy(id -> api.get(id).then().body("embedded", equalTo(true)));
            api.search("How do we restart the pump?", Map.of())
                    .then()
                    .body("hits.findAll { it.semanticScore != null }", hasSize(2));
        });
        String before = search();
        for (int i = 0; i < 30; i++) {
            api.get(ids.get(1)).then().statusCode(200);
        }

        flush.write().await().atMost(SOON);
        feedback.relearn(new TenantId(api.tenant())).await().atMost(SOON);

        assertThat(search()).isEqualTo(before);
        api.request()
                .get("/api/memories/" + ids.get(1) + "/feedback")
                .then()
                .body("use", equalTo(0.0f))
                .body("weight", equalTo(1.0f));
    }
}

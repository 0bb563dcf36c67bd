package io.mnemesh.embeddings.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.Lane;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the tiers before it off, every second answer comes from PostgreSQL. */
@QuarkusTest
@TestProfile(SharedCacheTest.OnlyPostgres.class)
@Tag("slow")
class SharedCacheTest extends ServiceTest {

    public static final class OnlyPostgres implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mnemesh.embeddings.cache.local-ttl", "0s", "mnemesh.embeddings.cache.redis-ttl", "0s");
        }
    }

    private static final TenantId ACME = new TenantId("acme");

    @Inject
    Embedder embedder;

    @Inject
    MeterRegistry registry;

    @Test
    void shouldGiveTheSameBytesFromTheDatabase() {
        Embedded computed = embed(ACME, "kept in the database");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    double before = shared();
                    Embedded stored = embed(ACME, "kept in the database");
                    assertThat(shared()).isEqualTo(before + 1);
                    assertThat(stored.vector()).containsExactly(computed.vector());
                    assertThat(stored.tokens()).isEqualTo(computed.tokens());
                });
    }

    @Test
    void shouldNotShareVectorsBetweenTenants() {
        embed(ACME, "a secret text");
        double before = shared();

        embed(new TenantId("other"), "a secret text");

        assertThat(shared()).isEqualTo(before);
    }

    private Embedded embed(TenantId tenant, String text) {
        return embedder.embed(
                        models.lend(models.defaultModel()).join().model(),
                        tenant,
                        List.of(new TextInput.Text(text)),
                        Lane.STANDARD,
                        Duration.ofSeconds(30))
                .join()
                .getFirst();
    }

    private double shared() {
        return registry.counter("mnemesh_embeddings_answers_total", "source", "shared")
                .count();
    }
}

package io.mnemesh.cacheservice.objects;

import static org.hamcrest.Matchers.equalTo;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.cache.CacheConfig;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.cache.redis.RedisSettings;
import io.mnemesh.cacheservice.TestTenant;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What another process has put is warmed in this one. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class WarmingTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final TestTenant tenant = TestTenant.any();

    @Inject
    Vertx vertx;

    @Inject
    TenantTransactions transactions;

    @Inject
    CacheConfig config;

    private TieredCacheFactory otherProcess() {
        var redis = config.redis();
        var settings = new RedisSettings(
                redis.url(), redis.type(), "cache", redis.shards(), redis.timeout(), redis.lease(), redis.logLength());
        return new TieredCacheFactory(
                vertx,
                new TieredCacheFactory.Settings(
                        settings, transactions, config.postgres().timeout(), WAIT, 100, WriteBack.DEFAULTS),
                new SimpleMeterRegistry(),
                InstantSource.system(),
                Ticker.systemTicker());
    }

    private static void put(HierarchicalCache<CachedObject> cache, TenantId tenant, String path) {
        cache.put(tenant, path, CachedObject.of("text/plain", path.getBytes(StandardCharsets.UTF_8)))
                .await()
                .atMost(WAIT);
    }

    @Test
    void shouldBringObjectsIntoThisProcess() {
        try (var other = otherProcess()) {
            HierarchicalCache<CachedObject> cache = other.cache(CacheSpec.of(Objects.CACHE, ObjectSerializer.INSTANCE)
                    .withPostgres(Duration.ofHours(1))
                    .asDurable());
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(other::redisOpen);
            put(cache, new TenantId(tenant.name()), "docs/a");
            put(cache, new TenantId(tenant.name()), "docs/b");
        }

        tenant.post("docs/warm", Map.of("keys", List.of("a", "none", "b")))
                .statusCode(200)
                .body("found", equalTo(2))
                .body("keys.outcome", equalTo(List.of("found", "missing", "found")))
                .body("keys[0].tier", equalTo("redis"));

        tenant.get("docs/a")
                .statusCode(200)
                .header("Mnemesh-Cache-Tier", "local")
                .body(equalTo("docs/a"));
        tenant.get("docs/b").statusCode(200).header("Mnemesh-Cache-Tier", "local");
        tenant.admin().get("/api/cache/_admin/quotas").then().body("usage.entries", equalTo(2));
    }
}

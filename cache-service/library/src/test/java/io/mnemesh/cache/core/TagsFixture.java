package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Caches of tagged values in several processes. */
abstract class TagsFixture {

    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    @RegisterExtension
    final Nodes nodes = new Nodes("g");

    final String service = nodes.service;

    /** The tables of L3 are shared by the tests: so keys and tags are of one test. */
    final String k = "k-" + service;

    final String tag = "project:" + service;
    final AtomicInteger loads = new AtomicInteger();

    static CacheSpec<String> onlyRedis() {
        return Node.spec().withoutLocal().withPostgres(Duration.ZERO);
    }

    static CacheSpec<String> onlyPostgres() {
        return Node.spec().withoutLocal().withoutRedis();
    }

    Supplier<Uni<Tagged<String>>> loader(String value, String... tags) {
        return () -> {
            loads.incrementAndGet();
            return Uni.createFrom().item(Tagged.of(value, tags));
        };
    }

    void awaitStored(CacheSpec<String> spec) {
        var below = nodes.node().cache(spec);
        until(() -> get(below.getIfPresent(ACME, k)) != null);
    }

    String prefix(int shard) {
        return "mnemesh:{cache:" + service + ":2:" + shard + "}:";
    }

    static long count(String table, String column, String beginning) throws Exception {
        try (var connection = Servers.POSTGRES.connect("mnemesh");
                var query = connection.prepareStatement(
                        "select count(*) from cache." + table + " where " + column + " like ?")) {
            query.setString(1, beginning + "%");
            try (var result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}

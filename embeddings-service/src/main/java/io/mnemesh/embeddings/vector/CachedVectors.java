package io.mnemesh.embeddings.vector;

import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Vectors in the three-tier cache. They are immutable: a key names the content and all that decides its vector. */
@ApplicationScoped
class CachedVectors implements VectorStore {

    /** Name of the cache. */
    static final String NAME = "vectors";

    private static final int MAX_KEY_BYTES = 256;
    private static final int MAX_VALUE_BYTES = 64 << 10;

    /** Longer than any text may wait; a load that is not done by then is not kept. */
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(2);

    private final CacheFactory caches;
    private final HierarchicalCache<Embedded> cache;

    CachedVectors(CacheFactory caches, EmbeddingsConfig config) {
        EmbeddingsConfig.Cache settings = config.cache();
        this.caches = caches;
        cache = caches.cache(CacheSpec.of(NAME, new EmbeddedSerializer())
                .withLocal(settings.localTtl(), settings.localSize().asLongValue())
                .withRedis(settings.redisTtl())
                .withPostgres(settings.postgresTtl())
                .withLoadTimeout(LOAD_TIMEOUT)
                .withLimits(MAX_KEY_BYTES, MAX_VALUE_BYTES));
    }

    @Override
    public @Nullable Embedded peek(TenantId tenant, String key) {
        return cache.peek(tenant, key);
    }

    /** Drops these in all tiers and instances. */
    Uni<Void> forget(TenantId tenant, List<String> keys) {
        return cache.removeMany(tenant, keys);
    }

    /** Drops the keys that are kept for warm starts. */
    Uni<Void> forgetNames() {
        return caches.forgetHotKeys();
    }

    @Override
    public CompletionStage<Map<String, Embedded>> search(
            TenantId tenant,
            List<String> keys,
            boolean brief,
            Function<List<String>, CompletionStage<Map<String, Embedded>>> compute) {
        Function<List<String>, Uni<Map<String, Embedded>>> load =
                missing -> Uni.createFrom().completionStage(() -> compute.apply(missing));
        var found = brief ? cache.getManyCheap(tenant, keys, load) : cache.getMany(tenant, keys, load);
        return found.subscribeAsCompletionStage();
    }
}

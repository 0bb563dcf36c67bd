package io.mnemesh.cache.core;

import io.mnemesh.cache.BlockingCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link BlockingCache} over the cache that never blocks. */
record WaitingCache<V>(TieredCache<V> cache) implements BlockingCache<V> {

    /** Beyond every time-out of the tiers, so that it only guards against a defect. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    @Override
    public @Nullable V get(TenantId tenant, String key, Supplier<@Nullable V> loader) {
        return near(
                tenant,
                key,
                () -> cache.get(
                        tenant,
                        key,
                        () -> Uni.createFrom().item(loader).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())));
    }

    @Override
    public @Nullable V getTagged(TenantId tenant, String key, Supplier<Tagged<V>> loader) {
        return near(
                tenant,
                key,
                () -> cache.getTagged(
                        tenant,
                        key,
                        () -> Uni.createFrom().item(loader).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())));
    }

    @Override
    public @Nullable V getIfPresent(TenantId tenant, String key) {
        return near(tenant, key, () -> cache.getIfPresent(tenant, key));
    }

    @Override
    public void put(TenantId tenant, String key, V value) {
        await(cache.put(tenant, key, value));
    }

    @Override
    public void remove(TenantId tenant, String key) {
        await(cache.remove(tenant, key));
    }

    @Override
    public void invalidateTag(TenantId tenant, String tag) {
        await(cache.invalidateTag(tenant, tag));
    }

    /** From L1 without a {@link Uni}, if it is there. */
    private @Nullable V near(TenantId tenant, String key, Supplier<Uni<@Nullable V>> otherwise) {
        refuseEventLoops();
        LocalEntry<V> entry = cache.atHand(tenant, key);
        return entry == null ? await(otherwise.get()) : entry.value();
    }

    private static void refuseEventLoops() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("An event loop must not wait for a cache; use the Uni.");
        }
    }

    private <T> @Nullable T await(Uni<T> result) {
        refuseEventLoops();
        return result.await().atMost(cache.spec().loadTimeout().multipliedBy(2).plus(SLACK));
    }
}

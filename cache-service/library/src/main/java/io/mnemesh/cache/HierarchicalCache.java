package io.mnemesh.cache;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in three tiers: L1 in this process, L2 in Redis, L3 in PostgreSQL. A value is looked for from the fastest tier
 * on and copied upward where it is found; if no tier has it, the loader is called, once per key across all processes
 * that share the cache.
 *
 * <p>Coherence: after {@link #remove}, {@link #put} or {@link #invalidateTag} has completed, this instance never returns
 * an older value, and other instances stop doing so as soon as the invalidation reaches them (milliseconds; after a
 * partition, as soon as it has healed). A value whose load began before an invalidation is never kept after it, in no tier
 * and no process. Change your record first, then invalidate.
 *
 * <p>A cache with a {@link CacheWriter} also writes what is put and removed to the store beneath it, as its {@link WriteMode}
 * says; a call then fails as the store fails, or with {@code unavailable} or {@code too-many-requests} if the journal is away
 * or full. In {@link WriteMode#BACK} a read that no tier can answer looks in the journal before it loads, and fails with
 * {@code unavailable} if it cannot; {@link #lookup} tells of what it finds there as of {@link Tier#POSTGRES}.
 *
 * <p>A tier that is away is skipped; the cache itself never makes a read fail. Values are shared: treat them as
 * immutable. No method blocks. Results arrive on the caller's Vert.x context, and loaders run on the context of the
 * caller that started them.
 *
 * <p>Keys are 1 to {@link CacheSpec#maxKeyBytes()} bytes of UTF-8 without U+0000; another key fails with
 * {@code invalid-value} or {@code too-large}.
 */
public interface HierarchicalCache<V> {

    /**
     * The value, loaded if no tier has it.
     *
     * @param loader called at most once; a null item means there is none
     * @return null if the loader found none; fails as the loader fails, or with {@code deadline-exceeded}
     */
    Uni<@Nullable V> get(TenantId tenant, String key, Supplier<Uni<@Nullable V>> loader);

    /**
     * As {@link #get}, with tags that the loader gives the value.
     *
     * @param loader called at most once
     * @return fails with {@code invalid-value} if a tag is not acceptable
     */
    Uni<@Nullable V> getTagged(TenantId tenant, String key, Supplier<Uni<Tagged<V>>> loader);

    /** The value if a tier has it, else null. */
    Uni<@Nullable V> getIfPresent(TenantId tenant, String key);

    /** The value with where it was if a tier has it, else null. */
    Uni<@Nullable Found<V>> lookup(TenantId tenant, String key);

    /**
     * As {@link #lookup} for many keys, with one round trip per tier.
     *
     * @return by key, in the order of {@code keys}; keys without a value are left out
     */
    Uni<Map<String, Found<V>>> lookupMany(TenantId tenant, Collection<String> keys);

    /**
     * The values of many keys with one round trip per tier; what no tier has is asked of the loader together.
     *
     * @param loader gets the missing keys; a key it leaves out has no value
     * @return by key, in the order of {@code keys}; keys without a value are left out
     */
    Uni<Map<String, V>> getMany(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader);

    /** As {@link #getMany}, with tags that the loader gives the values. */
    Uni<Map<String, V>> getManyTagged(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, Tagged<V>>>> loader);

    /**
     * As {@link #getMany}, for values that cost so little to load that looking everywhere first costs more: while L2
     * answers, L3 is not read and no process waits for another one that loads the same key. L2 and L3 get loaded values a
     * moment later, many at once.
     */
    Uni<Map<String, V>> getManyCheap(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader);

    /** The value if L1 has it, else null: no I/O, no wait. */
    @Nullable
    V peek(TenantId tenant, String key);

    /** Keeps the value in every tier as long as the tier's TTL says. Fails with {@link RefusedPut} if the table refuses it. */
    Uni<Void> put(TenantId tenant, String key, V value);

    /** Keeps the value for {@code ttl} at most, in L3 exactly for {@code ttl}. */
    Uni<Void> put(TenantId tenant, String key, V value, Duration ttl);

    /** As {@link #put(TenantId, String, Object, Duration)}, with tags; fails with {@code invalid-value} for a bad one. */
    Uni<Void> put(TenantId tenant, String key, V value, Duration ttl, Set<String> tags);

    /** As {@link #put(TenantId, String, Object)}, with tags; fails with {@code invalid-value} for a bad one. */
    Uni<Void> put(TenantId tenant, String key, V value, Set<String> tags);

    /**
     * Ends every value with the tag, in every tier and every process, as {@link #remove} does for one key. The work does not
     * depend on how many there are. A tag that nothing has is no failure.
     */
    Uni<Void> invalidateTag(TenantId tenant, String tag);

    /** Removes the value from every tier and every process. */
    Uni<Void> remove(TenantId tenant, String key);

    /** Removes many values with one round trip per tier. */
    Uni<Void> removeMany(TenantId tenant, Collection<String> keys);

    /** Whom to tell of entries that L1 gives up for room: quick, and never throws. */
    void onEviction(BiConsumer<TenantId, String> listener);

    /** The same cache for threads that may wait, virtual ones for example. */
    BlockingCache<V> blocking();

    CacheSpec<V> spec();

    CacheStats stats();

    /** What {@link CacheSpec#withAdaptiveTtl} has chosen in this process, and why; empty without it. */
    List<TtlChoice> ttlChoices();

    /** What became of {@link CacheSpec#withPrefetch}; {@link PrefetchStats#NONE} without it. */
    PrefetchStats prefetchStats();

    /** What became of writes; {@link WriteStats#NONE} for a cache that does not write to a store. */
    WriteStats writeStats();

    /** @throws IllegalStateException if the cache does not write in {@link WriteMode#BACK} */
    DeadWrites deadWrites();
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.BlockingCache;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.DeadWrites;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.PrefetchStats;
import io.mnemesh.cache.TagRules;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.TtlChoice;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.adaptive.LearnedTtls;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link HierarchicalCache}: reads go through {@link Reads}, changes through {@link Change}. */
final class TieredCache<V> implements HierarchicalCache<V> {

    /** Entries of L1 that are looked at in one go. */
    private static final int RECLAIM = 2_000;

    private static final long NOT = -1;

    private final CacheParts<V> parts;
    private final Store<V> store;
    private final Reads<V> reads;
    private final Change<V> change;
    /** Count of dead tags whose entries were all looked for, and that of the walk under way. */
    private long reclaimed;

    private long reclaiming = NOT;

    TieredCache(CacheParts<V> parts, Store<V> store) {
        this.parts = parts;
        this.store = store;
        this.reads = new Reads<>(parts, store);
        this.change = new Change<>(parts, store);
    }

    @Override
    public @Nullable V peek(TenantId tenant, String key) {
        return reads.peek(tenant, key);
    }

    /** As {@link Reads#atHand}. */
    @Nullable
    LocalEntry<V> atHand(TenantId tenant, String key) {
        return reads.atHand(tenant, key);
    }

    @Override
    public Uni<@Nullable V> get(TenantId tenant, String key, Supplier<Uni<@Nullable V>> loader) {
        return reads.find(
                new LocalKey(tenant, key),
                keys -> loader.get().map(value -> value == null ? Map.of() : Map.of(key, Tagged.of(value))));
    }

    @Override
    public Uni<@Nullable V> getTagged(TenantId tenant, String key, Supplier<Uni<Tagged<V>>> loader) {
        return reads.find(new LocalKey(tenant, key), keys -> loader.get().map(value -> Map.of(key, value)));
    }

    @Override
    public Uni<@Nullable V> getIfPresent(TenantId tenant, String key) {
        return reads.look(new LocalKey(tenant, key)).map(Held::value);
    }

    @Override
    public Uni<@Nullable Found<V>> lookup(TenantId tenant, String key) {
        return reads.look(new LocalKey(tenant, key)).map(Held::found);
    }

    @Override
    public Uni<Map<String, Found<V>>> lookupMany(TenantId tenant, Collection<String> keys) {
        return reads.lookMany(tenant, keys).map(TieredCache::found);
    }

    private static <V> Map<String, Found<V>> found(Map<String, Held<V>> held) {
        Map<String, Found<V>> byKey = new LinkedHashMap<>();
        held.forEach((key, one) -> {
            Found<V> found = one.found();
            if (found != null) {
                byKey.put(key, found);
            }
        });
        return byKey;
    }

    @Override
    public Uni<Map<String, V>> getMany(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader) {
        return reads.getMany(tenant, keys, untagged(loader), Cost.USUAL);
    }

    @Override
    public Uni<Map<String, V>> getManyTagged(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, Tagged<V>>>> loader) {
        return reads.getMany(tenant, keys, loader::apply, Cost.USUAL);
    }

    @Override
    public Uni<Map<String, V>> getManyCheap(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader) {
        return reads.getMany(tenant, keys, untagged(loader), Cost.CHEAP);
    }

    private static <V> Loader<V> untagged(Function<List<String>, Uni<Map<String, V>>> loader) {
        return keys -> loader.apply(keys).map(values -> {
            Map<String, Tagged<V>> tagged = new HashMap<>();
            if (values != null) {
                values.forEach((key, value) -> tagged.put(key, Tagged.of(value)));
            }
            return tagged;
        });
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value) {
        return put(tenant, key, value, Set.of());
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Set<String> tags) {
        return put(tenant, key, value, parts.longestTtl(), tags);
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Duration ttl) {
        return put(tenant, key, value, ttl, Set.of());
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Duration ttl, Set<String> tags) {
        return Uni.createFrom().deferred(() -> {
            var checked = TagRules.check(tags);
            if (!ttl.isPositive()) {
                throw ProblemException.invalid("ttl", "A time to live is positive.");
            }
            byte[] serialized = parts.codec().serialize(value);
            int limit = parts.spec().maxValueBytes();
            if (serialized.length > limit) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE,
                        "A value of this cache is at most " + limit + " bytes.",
                        Map.of("limit", limit),
                        null,
                        null);
            }
            var id = new LocalKey(tenant, key);
            var address = parts.address(id);
            return Detached.run(() -> change.put(id, address, value, serialized, ttl, checked))
                    .emitOn(Callers.current());
        });
    }

    @Override
    public Uni<Void> remove(TenantId tenant, String key) {
        return removeMany(tenant, List.of(key));
    }

    @Override
    public Uni<Void> removeMany(TenantId tenant, Collection<String> keys) {
        return Uni.createFrom().deferred(() -> {
            var ids = keys.stream()
                    .distinct()
                    .map(key -> new LocalKey(tenant, key))
                    .toList();
            if (ids.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            var addresses = ids.stream().map(parts::address).toList();
            return Detached.run(() -> change.remove(ids, addresses)).emitOn(Callers.current());
        });
    }

    @Override
    public Uni<Void> invalidateTag(TenantId tenant, String tag) {
        return Uni.createFrom().deferred(() -> {
            TagRules.check(tag);
            return change.invalidateTag(new LocalKey(tenant, tag)).emitOn(Callers.current());
        });
    }

    /** Another process invalidated the tag. */
    void tagChangedElsewhere(TenantId tenant, String tag) {
        parts.invalidateTag(new LocalKey(tenant, tag));
    }

    /** Whether there is an L1 and a tier to fill it from. */
    boolean canBeWarmed() {
        return parts.spec().has(Tier.LOCAL) && (parts.redis() != null || parts.postgres() != null);
    }

    /** Keys that L1 holds, hottest first. */
    List<LocalKey> hottest(int most) {
        return parts.local().hottest(most);
    }

    /** Brings into L1 what the other tiers have of these keys. @return how many values; not counted as reads of L1 */
    Uni<Integer> promote(TenantId tenant, Collection<String> keys) {
        return reads.promote(tenant, keys).invoke(parts.counters().warmed::add);
    }

    /** Removes what dead tags have left in L1, a part of it; nothing is looked at while no more tags have died. One thread at a time. */
    void reclaim() {
        long dead = parts.tags().now();
        if (dead == reclaimed) {
            return;
        }
        if (reclaiming == NOT) {
            reclaiming = dead;
        }
        if (parts.local().reclaim(RECLAIM)) {
            reclaimed = reclaiming;
            reclaiming = NOT;
        }
    }

    /** Another process changed the key. */
    void changedElsewhere(TenantId tenant, String key) {
        parts.invalidate(new LocalKey(tenant, key));
    }

    /** Changes of the shard may have been missed. */
    void lost(int shard, int shards) {
        parts.invalidateShard(shard, shards);
    }

    @Override
    public void onEviction(BiConsumer<TenantId, String> listener) {
        parts.local().onEviction(key -> listener.accept(key.tenant(), key.key()));
    }

    @Override
    public BlockingCache<V> blocking() {
        return new WaitingCache<>(this);
    }

    @Override
    public CacheSpec<V> spec() {
        return parts.spec();
    }

    @Override
    public CacheStats stats() {
        var tiers = Arrays.stream(Tier.values()).filter(parts.spec()::has).toList();
        var l1 = parts.local();
        return parts.counters().snapshot(parts.spec().name(), tiers, l1.evictions(), l1.size(), l1.bytes());
    }

    @Override
    public List<TtlChoice> ttlChoices() {
        LearnedTtls learned = parts.learnedTtls();
        return learned == null ? List.of() : learned.choices();
    }

    @Override
    public PrefetchStats prefetchStats() {
        return reads.prefetchStats();
    }

    @Override
    public WriteStats writeStats() {
        return store.stats();
    }

    @Override
    public DeadWrites deadWrites() {
        return store.deadWrites();
    }

    /** Writes that wait stay where they are. */
    void close() {
        store.close();
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.BlockingCache;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link HierarchicalCache}: reads are answered by L1 or become flights, changes go through {@link Change}. */
final class TieredCache<V> implements HierarchicalCache<V> {

    /** Entries of L1 that are looked at in one go. */
    private static final int RECLAIM = 2_000;

    private final CacheParts<V> parts;
    private final Change<V> change;
    private final CacheCounters.OfTier local;

    TieredCache(CacheParts<V> parts) {
        this.parts = parts;
        this.change = new Change<>(parts);
        this.local = parts.counters().of(Tier.LOCAL);
    }

    @Override
    public @Nullable V peek(TenantId tenant, String key) {
        LocalEntry<V> entry = parts.local().get(new LocalKey(tenant, key));
        if (entry == null) {
            local.misses.increment();
            return null;
        }
        local.hits.increment();
        return entry.value();
    }

    @Override
    public Uni<@Nullable V> get(TenantId tenant, String key, Supplier<Uni<@Nullable V>> loader) {
        return find(
                new LocalKey(tenant, key),
                keys -> loader.get().map(value -> value == null ? Map.of() : Map.of(key, Tagged.of(value))));
    }

    @Override
    public Uni<@Nullable V> getTagged(TenantId tenant, String key, Supplier<Uni<Tagged<V>>> loader) {
        return find(new LocalKey(tenant, key), keys -> loader.get().map(value -> Map.of(key, value)));
    }

    private Uni<@Nullable V> find(LocalKey id, Function<List<String>, Uni<Map<String, Tagged<V>>>> loader) {
        return Uni.createFrom().deferred(() -> {
            LocalEntry<V> entry = parts.local().get(id);
            if (entry != null) {
                local.hits.increment();
                if (parts.isDueEarly(entry.value(), entry.expiresAt())) {
                    Search.refresh(parts, id, entry.createdAt(), loader, Callers.current());
                }
                return Uni.createFrom().item(entry.value());
            }
            local.misses.increment();
            var caller = Callers.current();
            return join(id, loader, caller).map(Held::value).emitOn(caller);
        });
    }

    private Uni<Held<V>> join(
            LocalKey id, Function<List<String>, Uni<Map<String, Tagged<V>>>> loader, Executor caller) {
        long asked = parts.tags().now();
        var flight = parts.flight(id);
        if (flight.takeOff()) {
            parts.offerLocal(flight);
            new Search<>(parts, loader, caller).start(List.of(flight), Cost.USUAL);
        }
        return outcome(flight, asked, () -> join(id, loader, caller));
    }

    /** A flight that began before a tag was invalidated is nothing for those who asked after that: they ask again. */
    private Uni<Held<V>> outcome(Flight<V> flight, long asked, Supplier<Uni<Held<V>>> again) {
        if (flight.horizon() >= asked) {
            return flight.join();
        }
        return flight.join().chain(held -> {
            if (!flight.stamp().isOldFor(asked)) {
                return Uni.createFrom().item(held);
            }
            parts.leave(flight);
            return again.get();
        });
    }

    @Override
    public Uni<@Nullable V> getIfPresent(TenantId tenant, String key) {
        return look(tenant, key).map(Held::value);
    }

    @Override
    public Uni<@Nullable Found<V>> lookup(TenantId tenant, String key) {
        return look(tenant, key).map(Held::found);
    }

    private Uni<Held<V>> look(TenantId tenant, String key) {
        return Uni.createFrom().deferred(() -> {
            var id = new LocalKey(tenant, key);
            LocalEntry<V> entry = parts.local().get(id);
            if (entry != null) {
                local.hits.increment();
                return Uni.createFrom().item(Held.local(entry));
            }
            local.misses.increment();
            var caller = Callers.current();
            var flight = parts.lookout(id);
            new Search<>(parts, null, caller).start(List.of(flight), Cost.USUAL);
            return flight.join().emitOn(caller);
        });
    }

    @Override
    public Uni<Map<String, V>> getMany(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader) {
        return getMany(tenant, keys, untagged(loader), Cost.USUAL);
    }

    @Override
    public Uni<Map<String, V>> getManyTagged(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, Tagged<V>>>> loader) {
        return getMany(tenant, keys, loader, Cost.USUAL);
    }

    @Override
    public Uni<Map<String, V>> getManyCheap(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader) {
        return getMany(tenant, keys, untagged(loader), Cost.CHEAP);
    }

    private static <V> Function<List<String>, Uni<Map<String, Tagged<V>>>> untagged(
            Function<List<String>, Uni<Map<String, V>>> loader) {
        return keys -> loader.apply(keys).map(values -> {
            Map<String, Tagged<V>> tagged = new HashMap<>();
            if (values != null) {
                values.forEach((key, value) -> tagged.put(key, Tagged.of(value)));
            }
            return tagged;
        });
    }

    private Uni<Map<String, V>> getMany(
            TenantId tenant,
            Collection<String> keys,
            Function<List<String>, Uni<Map<String, Tagged<V>>>> loader,
            Cost cost) {
        return Uni.createFrom().deferred(() -> {
            var caller = Callers.current();
            long asked = parts.tags().now();
            var results = new LinkedHashMap<String, Uni<Held<V>>>();
            var starting = new ArrayList<Flight<V>>();
            for (String key : new LinkedHashSet<>(keys)) {
                var id = new LocalKey(tenant, key);
                LocalEntry<V> entry = parts.local().get(id);
                if (entry != null) {
                    local.hits.increment();
                    results.put(key, Uni.createFrom().item(Held.local(entry)));
                    continue;
                }
                local.misses.increment();
                Flight<V> flight;
                try {
                    flight = parts.flight(id);
                } catch (ProblemException e) {
                    // Others may have joined those that took off.
                    starting.forEach(waiting -> parts.crash(waiting, e));
                    throw e;
                }
                if (flight.takeOff()) {
                    parts.offerLocal(flight);
                    starting.add(flight);
                }
                results.put(key, outcome(flight, asked, () -> join(id, loader, caller)));
            }
            if (!starting.isEmpty()) {
                new Search<>(parts, loader, caller).start(starting, cost);
            }
            if (results.isEmpty()) {
                return Uni.createFrom().item(Map.of());
            }
            return Uni.join()
                    .all(List.copyOf(results.values()))
                    .andFailFast()
                    .map(held -> values(List.copyOf(results.keySet()), held))
                    .emitOn(caller);
        });
    }

    private static <V> Map<String, V> values(List<String> keys, List<Held<V>> held) {
        Map<String, V> values = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            V value = held.get(i).value();
            if (value != null) {
                values.put(keys.get(i), value);
            }
        }
        return values;
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value) {
        return put(tenant, key, value, Set.of());
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Set<String> tags) {
        return put(tenant, key, value, Search.longest(parts.spec()), tags);
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Duration ttl) {
        return put(tenant, key, value, ttl, Set.of());
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Duration ttl, Set<String> tags) {
        return Uni.createFrom().deferred(() -> {
            var checked = Tags.check(tags);
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
            return change.put(id, parts.address(id), value, serialized, ttl, checked)
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
            return change.remove(ids, ids.stream().map(parts::address).toList()).emitOn(Callers.current());
        });
    }

    @Override
    public Uni<Void> invalidateTag(TenantId tenant, String tag) {
        return Uni.createFrom().deferred(() -> {
            Tags.check(tag);
            return change.invalidateTag(new LocalKey(tenant, tag)).emitOn(Callers.current());
        });
    }

    /** Another process invalidated the tag. */
    void tagChangedElsewhere(TenantId tenant, String tag) {
        parts.invalidateTag(new LocalKey(tenant, tag));
    }

    /** Removes what dead tags have left in L1, a part of it. */
    void reclaim() {
        parts.local().reclaim(RECLAIM);
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
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.BlockingCache;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.Found;
import io.mnemesh.cache.HierarchicalCache;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link HierarchicalCache}: reads are answered by L1 or become flights, changes go through {@link Change}. */
final class TieredCache<V> implements HierarchicalCache<V> {

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
        return Uni.createFrom().deferred(() -> {
            var id = new LocalKey(tenant, key);
            LocalEntry<V> entry = parts.local().get(id);
            if (entry != null) {
                local.hits.increment();
                return Uni.createFrom().item(entry.value());
            }
            local.misses.increment();
            var caller = Callers.current();
            var flight = parts.flight(id);
            if (flight.takeOff()) {
                new Search<>(
                                parts,
                                keys -> loader.get().map(value -> value == null ? Map.of() : Map.of(key, value)),
                                caller)
                        .start(List.of(flight), Cost.USUAL);
            }
            return flight.join().map(Held::value).emitOn(caller);
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
        return getMany(tenant, keys, loader, Cost.USUAL);
    }

    @Override
    public Uni<Map<String, V>> getManyCheap(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader) {
        return getMany(tenant, keys, loader, Cost.CHEAP);
    }

    private Uni<Map<String, V>> getMany(
            TenantId tenant, Collection<String> keys, Function<List<String>, Uni<Map<String, V>>> loader, Cost cost) {
        return Uni.createFrom().deferred(() -> {
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
                var flight = parts.flight(id);
                if (flight.takeOff()) {
                    starting.add(flight);
                }
                results.put(key, flight.join());
            }
            var caller = Callers.current();
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
        return put(tenant, key, value, Search.longest(parts.spec()));
    }

    @Override
    public Uni<Void> put(TenantId tenant, String key, V value, Duration ttl) {
        return Uni.createFrom().deferred(() -> {
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
            return change.put(id, parts.address(id), value, serialized, ttl).emitOn(Callers.current());
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

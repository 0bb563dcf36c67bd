package io.mnemesh.cache.core;

import io.mnemesh.cache.PrefetchStats;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.adaptive.LearnedTtls;
import io.mnemesh.cache.journal.Pending;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reads of one cache: answered by L1, or flights that somebody has begun or that begin now. */
final class Reads<V> {

    private final CacheParts<V> parts;
    private final Store<V> store;
    private final CacheCounters.OfTier local;
    private final @Nullable LearnedTtls learned;
    private final @Nullable Prefetcher<V> prefetcher;

    Reads(CacheParts<V> parts, Store<V> store) {
        this.parts = parts;
        this.store = store;
        this.local = parts.counters().of(Tier.LOCAL);
        this.learned = parts.learnedTtls();
        var prefetch = parts.spec().prefetch();
        this.prefetcher = prefetch == null ? null : new Prefetcher<>(parts, store, prefetch);
    }

    /** What L1 has. */
    @Nullable
    V peek(TenantId tenant, String key) {
        LocalEntry<V> entry;
        if (isObserved()) {
            entry = inLocal(new LocalKey(tenant, key));
        } else {
            entry = parts.local().get(tenant, key);
            count(entry);
        }
        return entry == null ? null : entry.value();
    }

    /**
     * What L1 has and nothing else is to be done about; only then it is counted as a read.
     *
     * @return null if the whole way is to be gone
     */
    @Nullable
    LocalEntry<V> atHand(TenantId tenant, String key) {
        LocalEntry<V> entry = isObserved() ? null : parts.local().get(tenant, key);
        if (entry == null || parts.isDueEarly(entry.value(), entry.expiresAt())) {
            return null;
        }
        count(entry);
        return entry;
    }

    /** Whether somebody learns from reads, and keeps their keys. */
    private boolean isObserved() {
        return learned != null || prefetcher != null;
    }

    private void count(@Nullable LocalEntry<V> found) {
        (found == null ? local.misses : local.hits).increment();
    }

    private @Nullable LocalEntry<V> inLocal(LocalKey id) {
        LocalEntry<V> entry = parts.local().get(id);
        if (learned != null) {
            learned.read(id, id.key());
        }
        count(entry);
        if (prefetcher != null) {
            prefetcher.read(id, entry != null);
        }
        return entry;
    }

    PrefetchStats prefetchStats() {
        return prefetcher == null ? PrefetchStats.NONE : prefetcher.stats();
    }

    Uni<@Nullable V> find(LocalKey id, Loader<V> loader) {
        return Uni.createFrom().deferred(() -> {
            LocalEntry<V> entry = inLocal(id);
            if (entry != null) {
                if (parts.isDueEarly(entry.value(), entry.expiresAt())) {
                    var loading = store.before(id.tenant(), loader);
                    Search.refresh(parts, id, entry.createdAt(), loading, Callers.current());
                }
                return Uni.createFrom().item(entry.value());
            }
            var caller = Callers.current();
            return join(id, store.before(id.tenant(), loader), caller)
                    .map(Held::value)
                    .emitOn(caller);
        });
    }

    private Uni<Held<V>> join(LocalKey id, Loader<V> loader, Executor caller) {
        long asked = parts.tags().now();
        var flight = parts.flights().of(id);
        if (flight.takeOff()) {
            parts.flights().offerLocal(flight);
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
            parts.flights().leave(flight);
            return again.get();
        });
    }

    /** What a tier has; nothing is loaded. */
    Uni<Held<V>> look(LocalKey id) {
        return Uni.createFrom().deferred(() -> {
            LocalEntry<V> entry = inLocal(id);
            if (entry != null) {
                return Uni.createFrom().item(Held.local(entry));
            }
            var caller = Callers.current();
            var flight = parts.flights().lookout(id);
            new Search<>(parts, null, caller).start(List.of(flight), Cost.USUAL);
            return flight.join().chain(held -> pending(id, held)).emitOn(caller);
        });
    }

    /** What is nowhere may still have been acknowledged. */
    private Uni<Held<V>> pending(LocalKey id, Held<V> held) {
        if (held.tier() != null) {
            return Uni.createFrom().item(held);
        }
        return store.pending(id.tenant(), List.of(id.key())).map(pending -> held(held, pending.get(id.key())));
    }

    private Held<V> held(Held<V> found, @Nullable Pending<V> write) {
        if (write == null || write.value() == null) {
            return found;
        }
        var end = parts.now().plus(parts.longestTtl());
        return new Held<>(write.value(), Tier.POSTGRES, write.bytes(), write.writtenAt(), end, write.tags());
    }

    private Uni<Map<String, Held<V>>> pending(TenantId tenant, Map<String, Held<V>> found) {
        var nowhere = found.entrySet().stream()
                .filter(entry -> entry.getValue().tier() == null)
                .map(Map.Entry::getKey)
                .toList();
        if (nowhere.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return store.pending(tenant, nowhere).map(pending -> {
            Map<String, Held<V>> all = new LinkedHashMap<>(found);
            pending.forEach((key, write) -> all.computeIfPresent(key, (same, held) -> held(held, write)));
            return all;
        });
    }

    /** What the tiers have of many keys, also that there is no value; nothing is loaded. */
    Uni<Map<String, Held<V>>> lookMany(TenantId tenant, Collection<String> keys) {
        return Uni.createFrom().deferred(() -> {
            var caller = Callers.current();
            var results = new LinkedHashMap<String, Uni<Held<V>>>();
            var flights = new ArrayList<Flight<V>>();
            for (String key : new LinkedHashSet<>(keys)) {
                var id = new LocalKey(tenant, key);
                LocalEntry<V> entry = inLocal(id);
                if (entry != null) {
                    results.put(key, Uni.createFrom().item(Held.local(entry)));
                    continue;
                }
                var flight = parts.flights().lookout(id);
                flights.add(flight);
                results.put(key, flight.join());
            }
            if (!flights.isEmpty()) {
                new Search<>(parts, null, caller).start(flights, Cost.USUAL);
            }
            return all(results).chain(held -> pending(tenant, held)).emitOn(caller);
        });
    }

    /** Copies into L1 what it has not and another tier has. @return how many values */
    Uni<Integer> promote(TenantId tenant, Collection<String> keys) {
        return Uni.createFrom().deferred(() -> {
            var flights = keys.stream()
                    .map(key -> new LocalKey(tenant, key))
                    .filter(id -> parts.local().last(id) == null)
                    .map(parts.flights()::lookout)
                    .toList();
            if (flights.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            new Search<>(parts, null, Callers.current()).start(flights, Cost.USUAL);
            return Uni.join()
                    .all(flights.stream().map(Flight::join).toList())
                    .andFailFast()
                    .map(held -> (int)
                            held.stream().filter(one -> one.value() != null).count());
        });
    }

    Uni<Map<String, V>> getMany(TenantId tenant, Collection<String> keys, Loader<V> from, Cost cost) {
        return Uni.createFrom().deferred(() -> {
            var loader = store.before(tenant, from);
            var caller = Callers.current();
            long asked = parts.tags().now();
            var results = new LinkedHashMap<String, Uni<Held<V>>>();
            var starting = new ArrayList<Flight<V>>();
            for (String key : new LinkedHashSet<>(keys)) {
                var id = new LocalKey(tenant, key);
                LocalEntry<V> entry = inLocal(id);
                if (entry != null) {
                    results.put(key, Uni.createFrom().item(Held.local(entry)));
                    continue;
                }
                Flight<V> flight;
                try {
                    flight = parts.flights().of(id);
                } catch (ProblemException e) {
                    // Others may have joined those that took off.
                    starting.forEach(waiting -> parts.flights().crash(waiting, e));
                    throw e;
                }
                if (flight.takeOff()) {
                    parts.flights().offerLocal(flight);
                    starting.add(flight);
                }
                results.put(key, outcome(flight, asked, () -> join(id, loader, caller)));
            }
            if (!starting.isEmpty()) {
                new Search<>(parts, loader, caller).start(starting, cost);
            }
            return all(results).map(Reads::values).emitOn(caller);
        });
    }

    private static <V> Uni<Map<String, Held<V>>> all(Map<String, Uni<Held<V>>> results) {
        if (results.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        var keys = List.copyOf(results.keySet());
        return Uni.join().all(List.copyOf(results.values())).andFailFast().map(held -> {
            Map<String, Held<V>> byKey = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                byKey.put(keys.get(i), held.get(i));
            }
            return byKey;
        });
    }

    private static <V> Map<String, V> values(Map<String, Held<V>> held) {
        Map<String, V> values = new LinkedHashMap<>();
        held.forEach((key, one) -> {
            V value = one.value();
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.TagRules;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The last step of a search: what no tier has is loaded, handed to the callers, and kept in the tiers. */
final class LoadStep<V> {

    private final CacheParts<V> cache;
    private final @Nullable Loader<V> loader;
    private final LoadedValues<V> shared;
    private final Executor caller;

    /** @param loader null if what no tier has is nowhere */
    LoadStep(CacheParts<V> cache, @Nullable Loader<V> loader, LoadedValues<V> shared, Executor caller) {
        this.cache = cache;
        this.loader = loader;
        this.shared = shared;
        this.caller = caller;
    }

    /** Ends every flight. Never fails: who waits gets the failure from the flight. */
    Uni<Void> load(List<Flight<V>> flights) {
        if (flights.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (loader == null) {
            flights.forEach(flight -> cache.flights().land(flight, Held.nowhere()));
            return Uni.createFrom().voidItem();
        }
        return values(loader, flights)
                .map(values -> land(flights, values))
                .onFailure()
                .invoke(failure -> {
                    cache.counters().loadFailures.add(flights.size());
                    shared.release(flights);
                    flights.forEach(flight -> cache.flights().crash(flight, failure));
                })
                .chain(envelopes -> shared.keep(flights, envelopes))
                .invoke(() -> flights.forEach(cache.flights()::leave))
                .onFailure()
                .recoverWithNull();
    }

    /** What the loader says, within the time it has; leases are prolonged until then. */
    private Uni<Map<String, Tagged<V>>> values(Loader<V> source, List<Flight<V>> flights) {
        cache.counters().loads.add(flights.size());
        var keys = flights.stream().map(flight -> flight.address().key()).toList();
        long startedAt = System.nanoTime();
        long renewal = prolongWhileLoading(flights);
        return Uni.createFrom()
                .deferred(() -> source.load(keys))
                .runSubscriptionOn(caller)
                .ifNoItem()
                .after(cache.spec().loadTimeout())
                .failWith(() -> new ProblemException(ProblemType.DEADLINE_EXCEEDED, "Loading a value took too long."))
                .onTermination()
                .invoke(() -> {
                    cache.vertx().cancelTimer(renewal);
                    cache.loadTook(System.nanoTime() - startedAt);
                });
    }

    private long prolongWhileLoading(List<Flight<V>> flights) {
        RedisTier redis = cache.redis();
        var leased = shared.leased(flights);
        if (redis == null || leased.isEmpty()) {
            return -1;
        }
        long third = Math.max(1, redis.lease().toMillis() / 3);
        return cache.vertx().setPeriodic(third, id -> cache.forget(redis.prolong(leased)));
    }

    /** Hands the values to the callers. @return the envelopes that the shared tiers are to keep */
    private Map<EntryKey, byte[]> land(List<Flight<V>> flights, @Nullable Map<String, Tagged<V>> values) {
        Instant now = cache.now();
        Map<EntryKey, byte[]> envelopes = new HashMap<>();
        if (values != null) {
            values.values().forEach(tagged -> TagRules.check(tagged.tags()));
        }
        for (Flight<V> flight : flights) {
            Tagged<V> tagged =
                    values == null ? null : values.get(flight.address().key());
            V value = tagged == null ? null : tagged.value();
            List<String> tags = tagged == null ? List.of() : TagRules.check(tagged.tags());
            byte[] bytes = value == null ? null : cache.codec().serialize(value);
            var ttl = bytes == null ? cache.spec().negativeTtl() : cache.loadedTtl(flight.id(), bytes);
            boolean kept = ttl.isPositive()
                    && (bytes == null || bytes.length <= cache.spec().maxValueBytes());
            if (kept) {
                envelopes.put(flight.address(), cache.codec().seal(flight.address(), bytes, tags, now, now.plus(ttl)));
            }
            int weight = value == null || bytes == null ? 0 : cache.codec().weight(value, bytes.length);
            cache.flights().land(flight, new Held<>(value, null, weight, now, kept ? now.plus(ttl) : now, tags));
        }
        return envelopes;
    }
}

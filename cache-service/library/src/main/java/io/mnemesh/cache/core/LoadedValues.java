package io.mnemesh.cache.core;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was loaded, on its way into the shared tiers. Each compares what was taken before the load with what it has now, so that
 * nothing loaded comes after an invalidation.
 */
final class LoadedValues<V> {

    /** Time between tries of a store that others wait for. */
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final CacheParts<V> cache;

    LoadedValues(CacheParts<V> cache) {
        this.cache = cache;
    }

    /** Callers have their values already: a failure here only leaves a tier without them. */
    Uni<Void> keep(List<Flight<V>> flights, Map<EntryKey, byte[]> envelopes) {
        var unsealed = flights.stream()
                .filter(flight -> !envelopes.containsKey(flight.address()))
                .toList();
        release(unsealed);
        var kept = flights.stream()
                .filter(flight -> envelopes.containsKey(flight.address()))
                .toList();
        if (kept.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        RedisTier redis = cache.redis();
        PostgresTier postgres = cache.postgres();
        var toRedis = redis == null ? Uni.createFrom().voidItem() : keepInRedis(redis, kept, envelopes);
        var toPostgres = postgres == null ? Uni.createFrom().voidItem() : keepInPostgres(kept, envelopes);
        return Uni.join()
                .all(
                        toRedis.onFailure().recoverWithNull(),
                        toPostgres.onFailure().recoverWithNull())
                .andFailFast()
                .replaceWithVoid();
    }

    /** Keeps values in L2 whose token was taken before they were read. */
    Uni<Void> keepInRedis(RedisTier redis, List<Flight<V>> flights, Map<EntryKey, byte[]> envelopes) {
        var values = flights.stream()
                .filter(flight -> flight.token().epoch() != 0)
                .map(flight -> new RedisTier.Loaded(
                        flight.address(),
                        flight.token(),
                        flight.fence(),
                        Objects.requireNonNull(envelopes.get(flight.address())),
                        cache.ttl(Tier.REDIS, flight.landed())))
                .toList();
        if (values.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        values.forEach(value -> cache.counters().of(Tier.REDIS).bytes.add(value.envelope().length));
        if (flights.getFirst().alone()) {
            cache.laterInRedis().add(values);
            return Uni.createFrom().voidItem();
        }
        var storing = cache.storeInRedis(values);
        return storing.onFailure()
                .invoke(failure -> {
                    if (RedisTier.isFull(failure)) {
                        release(flights);
                    } else if (!leased(flights).isEmpty()) {
                        cache.forget(again(storing, redis.lease()));
                    }
                })
                .replaceWithVoid();
    }

    /** Others wait for the value as long as the lease lasts; a store that comes twice comes to the same. */
    private static <T> Uni<T> again(Uni<T> storing, Duration lease) {
        return storing.onFailure(failure -> !RedisTier.isFull(failure))
                .retry()
                .withBackOff(AGAIN, AGAIN)
                .expireIn(lease.toMillis());
    }

    private Uni<Void> keepInPostgres(List<Flight<V>> flights, Map<EntryKey, byte[]> envelopes) {
        var values = flights.stream()
                .filter(flight -> flight.postgresGeneration() != Flight.UNKNOWN)
                .map(flight -> new PostgresTier.Loaded(
                        flight.address(),
                        Objects.requireNonNull(envelopes.get(flight.address())),
                        flight.postgresGeneration(),
                        cache.now().plus(cache.ttl(Tier.POSTGRES, flight.landed())),
                        flight.landed().tags(),
                        flight.postgresTagsAt()))
                .toList();
        if (values.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        values.forEach(value -> cache.counters().of(Tier.POSTGRES).bytes.add(value.envelope().length));
        if (flights.getFirst().alone()) {
            cache.laterInPostgres().add(values);
            return Uni.createFrom().voidItem();
        }
        return cache.storeInPostgres(values);
    }

    /** Lets others load these. */
    void release(List<Flight<V>> flights) {
        RedisTier redis = cache.redis();
        var leased = leased(flights);
        if (redis != null && !leased.isEmpty()) {
            cache.forget(redis.release(leased));
        }
    }

    /** Those that are leased, with their fences. */
    Map<EntryKey, Long> leased(List<Flight<V>> flights) {
        return flights.stream()
                .filter(flight -> flight.fence() > 0)
                .collect(Collectors.toMap(Flight::address, Flight::fence));
    }
}

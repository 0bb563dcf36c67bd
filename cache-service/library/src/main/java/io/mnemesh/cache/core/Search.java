package io.mnemesh.cache.core;

import io.mnemesh.cache.local.LocalKey;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One search for some keys through L2, L3 and the loader, with one round trip per tier. Each flight is landed by the
 * first step that has its value; the rest go on to the next step.
 *
 * <p>Order is what makes it coherent: the token and the lease are taken after the miss in L2 and before L3 is read, the
 * generation of the row before the loader is called. Tiers compare them when the value is stored.
 */
final class Search<V> {

    private final CacheParts<V> cache;
    private final @Nullable Loader<V> loader;
    private final RedisStep<V> redisStep;
    private final PostgresStep<V> postgresStep;
    private final LoadStep<V> loadStep;

    /** @param loader null to look only */
    Search(CacheParts<V> cache, @Nullable Loader<V> loader, Executor caller) {
        this.cache = cache;
        this.loader = loader;
        var shared = new LoadedValues<>(cache);
        var landing = new Landing<>(cache, loader, caller);
        this.redisStep = new RedisStep<>(cache, landing, loader != null, this::goOn);
        this.postgresStep = new PostgresStep<>(cache, landing, shared, loader != null);
        this.loadStep = new LoadStep<>(cache, loader, shared, caller);
    }

    void start(List<Flight<V>> flights, Cost cost) {
        var soft = cache.spec().freshness().softTimeout();
        if (loader != null && soft.isPositive()) {
            cache.vertx().setTimer(soft.toMillis(), id -> flights.forEach(cache.flights()::hurry));
        }
        var redis = cache.redis();
        if (cost == Cost.CHEAP && redis != null && redis.isOpen()) {
            // Without a lease the token is what this process has heard of; one that is behind only keeps less.
            flights.forEach(flight -> flight.begunAlone(redis.token(flight.address())));
            finish(redisStep.read(flights), flights);
        } else {
            goOn(redisStep.read(flights).chain(redisStep::begin), flights);
        }
    }

    /** Loads a value anew that was created then, unless somebody is at it; nobody waits for it. */
    static <V> void refresh(CacheParts<V> cache, LocalKey id, Instant createdAt, Loader<V> loader, Executor caller) {
        var flight = cache.flights().of(id);
        if (flight.takeOff()) {
            flight.refresh(createdAt);
            cache.counters().earlyRefreshes.increment();
            new Search<>(cache, loader, caller).start(List.of(flight), Cost.USUAL);
        }
    }

    /** The steps after L2. */
    private void goOn(Uni<List<Flight<V>>> missing, List<Flight<V>> flights) {
        finish(missing.chain(postgresStep::read), flights);
    }

    private void finish(Uni<List<Flight<V>>> missing, List<Flight<V>> flights) {
        missing.chain(loadStep::load)
                .subscribe()
                .with(
                        done -> {},
                        failure -> flights.forEach(flight -> cache.flights().crash(flight, failure)));
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.cache.redis.RedisTier.Begun;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a search does in L2: it reads, takes tokens and leases for what is not there, and asks again for each key whose
 * lease another process holds until that process has stored it, given up, or taken longer than a load may.
 */
final class RedisStep<V> {

    private static final Duration FIRST_POLL = Duration.ofMillis(5);
    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    private final CacheParts<V> cache;
    private final Landing<V> landing;
    private final boolean leasing;
    private final BiConsumer<Uni<List<Flight<V>>>, List<Flight<V>>> goOn;
    private final long giveUpAt;

    /**
     * @param leasing whether what is missing will be loaded
     * @param goOn    the rest of the search for flights that waited: those that are still missing, of these
     */
    RedisStep(
            CacheParts<V> cache,
            Landing<V> landing,
            boolean leasing,
            BiConsumer<Uni<List<Flight<V>>>, List<Flight<V>>> goOn) {
        this.cache = cache;
        this.landing = landing;
        this.leasing = leasing;
        this.goOn = goOn;
        this.giveUpAt = System.nanoTime() + cache.spec().loadTimeout().toNanos();
    }

    /** @return those that L2 does not have; all if it does not answer */
    Uni<List<Flight<V>>> read(List<Flight<V>> flights) {
        RedisTier redis = openRedis();
        if (redis == null) {
            return Uni.createFrom().item(flights);
        }
        return cache.timed(Tier.REDIS, "read", redis.read(Flight.addresses(flights)))
                .map(found -> {
                    var missing = new ArrayList<Flight<V>>();
                    var unusable = new ArrayList<EntryKey>();
                    for (Flight<V> flight : flights) {
                        var entry = found.get(flight.address());
                        if (entry == null || !landing.land(flight, entry, unusable)) {
                            missing.add(flight);
                        }
                    }
                    cache.counters().of(Tier.REDIS).misses.add(missing.size());
                    drop(redis, unusable);
                    return (List<Flight<V>>) missing;
                })
                .onFailure()
                .recoverWithItem(flights);
    }

    /**
     * Takes tokens and leases; flights whose lease another process holds wait for it on their own.
     *
     * @return those that neither L2 has nor another process loads; all if L2 does not answer
     */
    Uni<List<Flight<V>>> begin(List<Flight<V>> flights) {
        RedisTier redis = flights.isEmpty() ? null : openRedis();
        if (redis == null) {
            return Uni.createFrom().item(flights);
        }
        return begin(redis, flights, FIRST_POLL).onFailure().recoverWithItem(flights);
    }

    /** @param pause before those that another process loads are asked for again */
    private Uni<List<Flight<V>>> begin(RedisTier redis, List<Flight<V>> flights, Duration pause) {
        return cache.timed(Tier.REDIS, "begin", redis.begin(Flight.addresses(flights), leasing, known(flights)))
                .map(begun -> {
                    var ours = new ArrayList<Flight<V>>();
                    var unusable = new ArrayList<EntryKey>();
                    for (Flight<V> flight : flights) {
                        switch (begun.get(flight.address())) {
                            case Begun.There there -> {
                                if (!landing.land(flight, there.entry(), unusable)) {
                                    ours.add(flight);
                                }
                            }
                            case Begun.Ours lease -> {
                                flight.begun(lease.token(), lease.fence(), lease.owed());
                                ours.add(flight);
                            }
                            case Begun.Theirs theirs -> {
                                flight.begun(theirs.token(), 0, theirs.owed());
                                flight.held(System.nanoTime() + redis.lease().toNanos());
                                askAgain(flight, pause);
                            }
                            case null -> ours.add(flight);
                        }
                    }
                    drop(redis, unusable);
                    return ours;
                });
    }

    private void askAgain(Flight<V> flight, Duration pause) {
        cache.vertx().setTimer(pause.toMillis(), id -> {
            var alone = List.of(flight);
            RedisTier redis = cache.redis();
            if (redis == null || System.nanoTime() - giveUpAt >= 0) {
                goOn.accept(Uni.createFrom().item(alone), alone);
                return;
            }
            var doubled = pause.multipliedBy(2);
            var next = doubled.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : doubled;
            goOn.accept(begin(redis, alone, next).onFailure().recoverWithItem(() -> unanswered(flight, next)), alone);
        });
    }

    /** The other process is at it, with L2 or without, until its lease has ended: it is not joined by a second one before. */
    private List<Flight<V>> unanswered(Flight<V> flight, Duration pause) {
        if (!flight.isHeld(System.nanoTime())) {
            return List.of(flight);
        }
        askAgain(flight, pause);
        return List.of();
    }

    /** L2, if it can be asked now; a call that is left out counts as one that failed. */
    private @Nullable RedisTier openRedis() {
        RedisTier redis = cache.redis();
        if (redis == null || redis.isOpen()) {
            return redis;
        }
        cache.counters().of(Tier.REDIS).failures.increment();
        return null;
    }

    private void drop(RedisTier redis, List<EntryKey> unusable) {
        if (!unusable.isEmpty()) {
            cache.forget(redis.drop(unusable));
        }
    }

    private Map<EntryKey, Long> known(List<Flight<V>> flights) {
        return flights.stream()
                .filter(flight -> flight.knownFence() > 0)
                .collect(Collectors.toMap(Flight::address, Flight::knownFence));
    }
}

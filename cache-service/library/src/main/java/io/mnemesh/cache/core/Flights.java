package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.local.LocalTags;
import io.mnemesh.cache.local.LocalTier;
import io.mnemesh.cache.local.TagStamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The flights under way in one cache, and what becomes of them: their outcome goes to the callers and into L1, unless their key or
 * a tag was invalidated since they began. Thread-safe.
 */
final class Flights<V> {

    private final CacheSpec<V> spec;
    private final LocalTier<V> local;
    private final LocalTags tags;
    private final CacheCounters counters;
    private final InstantSource clock;
    private final ConcurrentMap<LocalKey, Flight<V>> underWay = new ConcurrentHashMap<>();

    Flights(CacheSpec<V> spec, LocalTier<V> local, LocalTags tags, CacheCounters counters, InstantSource clock) {
        this.spec = spec;
        this.local = local;
        this.tags = tags;
        this.counters = counters;
        this.clock = clock;
    }

    /** The load of the key that is under way, or a new one that has not taken off. */
    Flight<V> of(LocalKey id) {
        var running = underWay.get(id);
        if (running != null) {
            return running;
        }
        var created = lookout(id);
        var first = underWay.putIfAbsent(id, created);
        return first == null ? created : first;
    }

    /** A flight that nobody joins: it only looks. */
    Flight<V> lookout(LocalKey id) {
        return new Flight<>(id, Keys.address(spec, id), local.generation(id), tags.now());
    }

    /** How many keys are being loaded or looked for, about. */
    int count() {
        return underWay.size();
    }

    /** Hands the outcome to the callers and keeps it in L1, unless its key or a tag was invalidated since the flight began. */
    void land(Flight<V> flight, Held<V> held) {
        boolean known = held.value() != null || held.expiresAt().isAfter(held.createdAt());
        TagStamp stamp = tags.stamp(flight.id().tenant(), held.tags(), flight.horizon());
        flight.landed(held);
        if (known && !local.put(flight.id(), held.entry(stamp), flight.generation())) {
            counters.refused.increment();
        }
        if (held.tier() != null || !known || spec.has(Tier.LOCAL)) {
            leave(flight);
        }
        flight.answer(held, stamp);
    }

    /** Offers what a tier still has. It is answered at once if it has not ended, or if the cache says so. */
    void offer(Flight<V> flight, Held<V> held) {
        offer(flight, new Last<>(held, tags.stamp(flight.id().tenant(), held.tags(), flight.horizon())));
    }

    /** Offers what L1 still has although it has ended. */
    void offerLocal(Flight<V> flight) {
        if (spec.freshness().keepsStale().isPositive()) {
            LocalEntry<V> entry = local.last(flight.id());
            if (entry != null && entry.value() != null) {
                offer(flight, new Last<>(Held.local(entry), entry.tags()));
            }
        }
    }

    private void offer(Flight<V> flight, Last<V> last) {
        if (flight.offer(last)) {
            answer(flight, last, spec.freshness().staleWhileRevalidate());
        }
    }

    /** It takes long: callers that can have the last value do not wait any longer. */
    void hurry(Flight<V> flight) {
        var last = flight.last();
        if (last != null && answer(flight, last, spec.freshness().staleIfError())) {
            counters.softTimeouts.increment();
        }
    }

    /** It has failed: callers that can have the last value get that, the others the failure. */
    void crash(Flight<V> flight, Throwable failure) {
        // In this order: who asks again after the failure must not join the flight that failed.
        leave(flight);
        var last = flight.last();
        if (last == null || !answer(flight, last, spec.freshness().staleIfError())) {
            flight.result().completeExceptionally(failure);
        }
    }

    /**
     * @param budget how long ago it may have ended
     * @return false if it is not answered: it ended too long ago, its key or a tag was invalidated since the flight began, or
     *         the callers have an outcome
     */
    private boolean answer(Flight<V> flight, Last<V> last, Duration budget) {
        var now = clock.instant();
        if (!last.isWithin(budget, now)
                || local.generation(flight.id()) != flight.generation()
                || !last.stamp().isCurrent()
                || !flight.answer(last.held(), last.stamp())) {
            return false;
        }
        if (last.hasEnded(now)) {
            counters.staleServed.increment();
        }
        return true;
    }

    /** Later callers do not join this one. */
    void leave(Flight<V> flight) {
        underWay.remove(flight.id(), flight);
    }

    /** Later callers do not join what is under way for the key. */
    void detach(LocalKey id) {
        underWay.remove(id);
    }

    /** The same for all these keys. */
    void detachAll(Predicate<LocalKey> those) {
        underWay.keySet().removeIf(those);
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.redis.RedisTier;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lands the flights of one search whose entries a shared tier has: what is valid ends the flight, what has ended is its last value. */
final class Landing<V> {

    private final CacheParts<V> cache;
    private final @Nullable Loader<V> loader;
    private final Executor caller;

    /** @param loader null if nothing is loaded, so that what has ended is of no use */
    Landing(CacheParts<V> cache, @Nullable Loader<V> loader, Executor caller) {
        this.cache = cache;
        this.loader = loader;
        this.caller = caller;
    }

    /**
     * With an entry of L2; one that does not count is remembered, so that L2 does not offer it again.
     *
     * @param unusable gets the key if the tier may as well drop the entry
     * @return whether the flight has landed
     */
    boolean land(Flight<V> flight, RedisTier.Entry entry, List<EntryKey> unusable) {
        if (land(flight, entry.envelope(), Tier.REDIS, unusable)) {
            return true;
        }
        flight.known(entry.fence());
        return false;
    }

    /**
     * With the entry of a tier.
     *
     * @param unusable gets the key if the tier may as well drop the entry
     * @return whether the flight has landed
     */
    boolean land(Flight<V> flight, byte[] envelope, Tier tier, List<EntryKey> unusable) {
        return switch (cache.codec().open(flight.address(), envelope, tier, cache.now())) {
            case Codec.Read.Hit<V> hit
            when flight.replaces(hit.held().createdAt()) -> {
                cache.flights().offer(flight, hit.held());
                yield false;
            }
            case Codec.Read.Hit<V> hit -> {
                cache.counters().of(tier).hits.increment();
                Held<V> held = hit.held();
                Loader<V> anew = loader != null && cache.isDueEarly(held.value(), held.expiresAt()) ? loader : null;
                cache.flights().land(flight, held);
                if (anew != null) {
                    Search.refresh(cache, flight.id(), held.createdAt(), anew, caller);
                }
                yield true;
            }
            case Codec.Read.Stale<V> stale -> {
                if (loader != null) {
                    cache.flights().offer(flight, stale.held());
                }
                yield false;
            }
            case Codec.Read.Expired<V> expired -> {
                unusable.add(flight.address());
                yield false;
            }
            case Codec.Read.Damaged<V> unreadable -> {
                cache.counters().of(tier).damaged.increment();
                unusable.add(flight.address());
                yield false;
            }
        };
    }
}

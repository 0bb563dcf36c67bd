package io.mnemesh.cache.core;

import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalEntry;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.cache.redis.Token;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How values are put and removed: L1 is closed first, then L3, then L2 with the announcement, then L1 again. L3 goes
 * before L2, so that nobody who misses in L2 finds the old value in L3; L1 is closed twice, so that neither a read that
 * is under way nor one that starts meanwhile keeps the old value.
 *
 * <p>A store beneath them is written before all of that, after L1 was closed once and the token was taken, so that of two
 * writes at once no tier keeps the one that the store got first.
 *
 * <p>What a tier that is away was not told becomes a debt ({@link Debts}), which the other shared tier remembers too. A
 * {@link RefusedPut} ends a put before Redis is told: the tiers keep what they had.
 */
final class Change<V> {

    private final CacheParts<V> cache;
    private final Store<V> store;

    Change(CacheParts<V> cache, Store<V> store) {
        this.cache = cache;
        this.store = store;
    }

    /** How L3 took it. */
    private enum Below {
        /** This cache has no L3. */
        NONE,
        /** It knows. */
        TOLD,
        /** It knows, and it knows that Redis does not. */
        TOLD_FOR_REDIS,
        /** It does not know. */
        OWED,
        /** It does not know, and that is a failure. */
        REFUSED
    }

    Uni<Void> put(LocalKey id, EntryKey address, V value, byte[] serialized, Duration ttl, List<String> tags) {
        cache.invalidate(id);
        long generation = cache.local().generation(id);
        var stamp = cache.tags().stamp(id.tenant(), tags, cache.tags().now());
        RedisTier redis = cache.announcements();
        Token token = redis == null ? Token.NONE : redis.token(address);
        var now = cache.now();
        var entry = new LocalEntry<>(value, cache.codec().weight(value, serialized.length), now, now.plus(ttl), stamp);
        byte[] sealed = cache.codec().seal(address, serialized, tags, now, entry.expiresAt());
        var addresses = List.of(address);
        var entries = List.of(new Store.Entry<>(address, value, serialized, tags));
        return write(entries, List.of(id), addresses)
                .chain(() -> tellPostgres((postgres, redisOwed) -> {
                    if (store.keeping() != Store.Keeping.ALL) {
                        return postgres.remove(addresses, redisOwed);
                    }
                    cache.counters().of(Tier.POSTGRES).bytes.add(sealed.length);
                    return postgres.replace(
                            address,
                            sealed,
                            tags,
                            entry.expiresAt().plus(cache.spec().freshness().keepsStale()),
                            redisOwed);
                }))
                .chain(below -> tellRedis(addresses, below, tier -> {
                            if (below == Below.REFUSED
                                    || cache.redis() == null
                                    || store.keeping() == Store.Keeping.NONE) {
                                return tier.remove(addresses, owed(below, addresses))
                                        .replaceWith(true);
                            }
                            cache.counters().of(Tier.REDIS).bytes.add(sealed.length);
                            var redisTtl = cache.ttl(Tier.REDIS, ttl);
                            boolean record = below == Below.NONE && store.keeping() == Store.Keeping.ALL;
                            return tier.replace(address, token, sealed, redisTtl, record, below == Below.OWED);
                        })
                        .invoke(kept -> {
                            if (kept && below != Below.REFUSED && store.keeping() != Store.Keeping.NONE) {
                                cache.local().replace(id, entry, generation);
                                cache.flights().detach(id);
                            } else {
                                cache.invalidate(id);
                            }
                        })
                        .chain(() -> outcome(below)))
                .onTermination()
                .invoke(() -> store.told(entries));
    }

    Uni<Void> remove(List<LocalKey> ids, List<EntryKey> addresses) {
        ids.forEach(cache::invalidate);
        var entries = addresses.stream().map(Store.Entry::<V>removal).toList();
        return write(entries, ids, addresses)
                .chain(() -> forget(ids, addresses))
                .onTermination()
                .invoke(() -> store.told(entries));
    }

    /** Writes to the store; if it fails and may have taken it all the same, no tier keeps what it has. */
    private Uni<Void> write(List<Store.Entry<V>> entries, List<LocalKey> ids, List<EntryKey> addresses) {
        var written = store.write(entries);
        return store.leavesDoubt()
                ? written.onFailure()
                        .call(() -> forget(ids, addresses).onFailure().recoverWithNull())
                : written;
    }

    private Uni<Void> forget(List<LocalKey> ids, List<EntryKey> addresses) {
        return remove(() -> ids.forEach(cache::invalidate), addresses);
    }

    /** A tag is invalidated as a key is removed. */
    Uni<Void> invalidateTag(LocalKey tag) {
        return remove(() -> cache.invalidateTag(tag), List.of(cache.tagAddress(tag)));
    }

    private Uni<Void> remove(Runnable closing, List<EntryKey> addresses) {
        closing.run();
        return tellPostgres((postgres, redisOwed) -> postgres.remove(addresses, redisOwed))
                .chain(below -> tellRedis(
                                addresses,
                                below,
                                tier -> tier.remove(addresses, owed(below, addresses))
                                        .replaceWith(true))
                        .invoke(closing)
                        .chain(() -> outcome(below)));
    }

    private static Set<EntryKey> owed(Below below, List<EntryKey> addresses) {
        return below == Below.OWED ? Set.copyOf(addresses) : Set.of();
    }

    private Uni<Below> tellPostgres(BiFunction<PostgresTier, Boolean, Uni<Void>> work) {
        PostgresTier postgres = cache.postgres();
        if (postgres == null) {
            return Uni.createFrom().item(Below.NONE);
        }
        RedisTier redis = cache.announcements();
        boolean redisOwed = redis != null && !redis.isOpen();
        return cache.timed(Tier.POSTGRES, "change", work.apply(postgres, redisOwed))
                .replaceWith(redisOwed ? Below.TOLD_FOR_REDIS : Below.TOLD)
                .onFailure(failure -> !(failure instanceof RefusedPut))
                .recoverWithItem(cache.spec().durable() ? Below.REFUSED : Below.OWED);
    }

    /** @return whether the value may stay where it was put */
    private Uni<Boolean> tellRedis(List<EntryKey> addresses, Below below, Function<RedisTier, Uni<Boolean>> work) {
        RedisTier redis = cache.announcements();
        if (redis == null) {
            if (below == Below.OWED) {
                cache.debts().postgresOwed(addresses);
            }
            return Uni.createFrom().item(true);
        }
        return cache.timed(Tier.REDIS, "change", work.apply(redis))
                .onFailure()
                .recoverWithUni(failure -> owe(addresses, below).replaceWith(true));
    }

    private Uni<Void> owe(List<EntryKey> addresses, Below below) {
        cache.debts().redisOwed(addresses);
        PostgresTier postgres = cache.postgres();
        if (below == Below.OWED) {
            cache.debts().postgresOwed(addresses);
        }
        if (postgres == null || below != Below.TOLD) {
            return Uni.createFrom().voidItem();
        }
        return postgres.owe(addresses).onFailure().recoverWithNull();
    }

    private static Uni<Void> outcome(Below below) {
        return below == Below.REFUSED
                ? Uni.createFrom()
                        .failure(new ProblemException(
                                ProblemType.UNAVAILABLE, "The store of this cache cannot be written now."))
                : Uni.createFrom().voidItem();
    }
}

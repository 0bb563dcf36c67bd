package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.TagRules;
import io.mnemesh.cache.Tagged;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.cache.redis.RedisTier.Begun;
import io.mnemesh.cache.redis.RedisTier.Owed;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One search for some keys through L2, L3 and the loader, with one round trip per tier. Each flight is landed by the
 * first step that has its value; the rest go on to the next step.
 *
 * <p>Order is what makes it coherent: the token and the lease are taken after the miss in L2 and before L3 is read, the
 * generation of the row before the loader is called. Tiers compare them when the value is stored.
 */
final class Search<V> {

    private static final Duration FIRST_POLL = Duration.ofMillis(5);
    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    private final CacheParts<V> cache;
    private final @Nullable Function<List<String>, Uni<Map<String, Tagged<V>>>> loader;
    private final Executor caller;
    private final LoadedValues<V> shared;
    private final long giveUpAt;

    /** @param loader null to look only */
    Search(CacheParts<V> cache, @Nullable Function<List<String>, Uni<Map<String, Tagged<V>>>> loader, Executor caller) {
        this.cache = cache;
        this.loader = loader;
        this.caller = caller;
        this.shared = new LoadedValues<>(cache);
        this.giveUpAt = System.nanoTime() + cache.spec().loadTimeout().toNanos();
    }

    void start(List<Flight<V>> flights, Cost cost) {
        var soft = cache.spec().freshness().softTimeout();
        if (loader != null && soft.isPositive()) {
            cache.vertx().setTimer(soft.toMillis(), id -> flights.forEach(cache::hurry));
        }
        RedisTier redis = cache.redis();
        if (cost == Cost.CHEAP && redis != null && redis.isOpen()) {
            // Without a lease the token is what this process has heard of; one that is behind only keeps less.
            flights.forEach(flight -> flight.begunAlone(redis.token(flight.address())));
            finish(fromRedis(flights), flights);
        } else {
            run(fromRedis(flights).chain(this::begin), flights);
        }
    }

    /** Loads a value anew that was created then, unless somebody is at it; nobody waits for it. */
    static <V> void refresh(
            CacheParts<V> cache,
            LocalKey id,
            Instant createdAt,
            Function<List<String>, Uni<Map<String, Tagged<V>>>> loader,
            Executor caller) {
        var flight = cache.flight(id);
        if (flight.takeOff()) {
            flight.refresh(createdAt);
            cache.counters().earlyRefreshes.increment();
            new Search<>(cache, loader, caller).start(List.of(flight), Cost.USUAL);
        }
    }

    private void run(Uni<List<Flight<V>>> missing, List<Flight<V>> flights) {
        finish(missing.chain(this::fromPostgres), flights);
    }

    private void finish(Uni<List<Flight<V>>> missing, List<Flight<V>> flights) {
        missing.chain(this::load).subscribe().with(done -> {}, failure -> fail(flights, failure));
    }

    private void fail(List<Flight<V>> flights, Throwable failure) {
        flights.forEach(flight -> cache.crash(flight, failure));
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

    private Uni<List<Flight<V>>> fromRedis(List<Flight<V>> flights) {
        RedisTier redis = openRedis();
        if (redis == null) {
            return Uni.createFrom().item(flights);
        }
        var counts = cache.counters().of(Tier.REDIS);
        return cache.timed(Tier.REDIS, "read", redis.read(addresses(flights)))
                .map(found -> {
                    var missing = new ArrayList<Flight<V>>();
                    var damaged = new ArrayList<EntryKey>();
                    for (Flight<V> flight : flights) {
                        var entry = found.get(flight.address());
                        if (entry == null || !land(flight, entry, damaged)) {
                            missing.add(flight);
                        }
                    }
                    counts.misses.add(missing.size());
                    if (!damaged.isEmpty()) {
                        cache.forget(redis.drop(damaged));
                    }
                    return (List<Flight<V>>) missing;
                })
                .onFailure()
                .recoverWithItem(flights);
    }

    private boolean land(Flight<V> flight, RedisTier.Entry entry, List<EntryKey> unusable) {
        if (land(flight, entry.envelope(), Tier.REDIS, unusable)) {
            return true;
        }
        flight.known(entry.fence());
        return false;
    }

    private boolean land(Flight<V> flight, byte[] envelopes, Tier tier, List<EntryKey> unusable) {
        return switch (cache.codec().open(flight.address(), envelopes, tier, cache.now())) {
            case Codec.Read.Hit<V> hit
            when flight.replaces(hit.held().createdAt()) -> {
                cache.offer(flight, hit.held());
                yield false;
            }
            case Codec.Read.Hit<V> hit -> {
                cache.counters().of(tier).hits.increment();
                var refreshing = loaderIfDue(hit.held());
                cache.land(flight, hit.held());
                if (refreshing != null) {
                    refresh(cache, flight.id(), hit.held().createdAt(), refreshing, caller);
                }
                yield true;
            }
            case Codec.Read.Stale<V> stale -> {
                if (loader != null) {
                    cache.offer(flight, stale.held());
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

    /** The loader if the value is to be loaded anew although it has not ended. */
    private @Nullable Function<List<String>, Uni<Map<String, Tagged<V>>>> loaderIfDue(Held<V> held) {
        return loader != null && cache.isDueEarly(held.value(), held.expiresAt()) ? loader : null;
    }

    /** Takes tokens and leases; flights whose lease another process holds wait for it on their own. */
    private Uni<List<Flight<V>>> begin(List<Flight<V>> flights) {
        RedisTier redis = flights.isEmpty() ? null : openRedis();
        if (redis == null) {
            return Uni.createFrom().item(flights);
        }
        return cache.timed(Tier.REDIS, "begin", redis.begin(addresses(flights), loader != null, known(flights)))
                .map(begun -> {
                    var ours = new ArrayList<Flight<V>>();
                    var damaged = new ArrayList<EntryKey>();
                    for (Flight<V> flight : flights) {
                        switch (begun.get(flight.address())) {
                            case Begun.There there -> {
                                if (!land(flight, there.entry(), damaged)) {
                                    ours.add(flight);
                                }
                            }
                            case Begun.Ours lease -> {
                                flight.begun(lease.token(), lease.fence(), lease.owed());
                                ours.add(flight);
                            }
                            case Begun.Theirs theirs -> await(redis, flight, theirs, FIRST_POLL);
                            case null -> ours.add(flight);
                        }
                    }
                    if (!damaged.isEmpty()) {
                        cache.forget(redis.drop(damaged));
                    }
                    return (List<Flight<V>>) ours;
                })
                .onFailure()
                .recoverWithItem(flights);
    }

    private void poll(Flight<V> flight, Duration wait) {
        cache.vertx().setTimer(wait.toMillis(), id -> {
            var alone = List.of(flight);
            if (System.nanoTime() - giveUpAt >= 0) {
                run(Uni.createFrom().item(alone), alone);
                return;
            }
            var next = wait.multipliedBy(2).compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : wait.multipliedBy(2);
            run(pollOnce(flight, next), alone);
        });
    }

    private Uni<List<Flight<V>>> pollOnce(Flight<V> flight, Duration next) {
        RedisTier redis = cache.redis();
        var alone = List.of(flight);
        if (redis == null) {
            return Uni.createFrom().item(alone);
        }
        return cache.timed(Tier.REDIS, "begin", redis.begin(List.of(flight.address()), true, known(alone)))
                .map(begun -> switch (begun.get(flight.address())) {
                    case Begun.There there ->
                        land(flight, there.entry(), new ArrayList<>()) ? List.<Flight<V>>of() : alone;
                    case Begun.Ours lease -> {
                        flight.begun(lease.token(), lease.fence(), lease.owed());
                        yield alone;
                    }
                    case Begun.Theirs theirs -> {
                        await(redis, flight, theirs, next);
                        yield List.<Flight<V>>of();
                    }
                    case null -> alone;
                })
                .onFailure()
                .recoverWithItem(() -> unanswered(flight, next));
    }

    private void await(RedisTier redis, Flight<V> flight, Begun.Theirs theirs, Duration next) {
        flight.begun(theirs.token(), 0, theirs.owed());
        flight.held(System.nanoTime() + redis.lease().toNanos());
        poll(flight, next);
    }

    /** The other process is at it, with L2 or without, until its lease has ended: it is not joined by a second one before. */
    private List<Flight<V>> unanswered(Flight<V> flight, Duration next) {
        if (!flight.isHeld(System.nanoTime())) {
            return List.of(flight);
        }
        poll(flight, next);
        return List.of();
    }

    private Uni<List<Flight<V>>> fromPostgres(List<Flight<V>> flights) {
        PostgresTier postgres = cache.postgres();
        var readable = flights.stream()
                .filter(flight -> flight.owed() != Owed.KEY && !cache.debts().isPostgresOwed(flight.address()))
                .toList();
        if (postgres == null || readable.isEmpty()) {
            return Uni.createFrom().item(flights);
        }
        return cache.timed(Tier.POSTGRES, "read", postgres.read(addresses(readable)))
                .map(found -> {
                    var missing = new ArrayList<>(flights);
                    var damaged = new ArrayList<EntryKey>();
                    for (Flight<V> flight : readable) {
                        var row = found.get(flight.address());
                        if (row == null) {
                            continue;
                        }
                        flight.stored(row.generation(), row.tagsAt());
                        byte[] envelopes = row.envelope();
                        if (envelopes != null
                                && isTold(flight, envelopes)
                                && land(flight, envelopes, Tier.POSTGRES, damaged)) {
                            missing.remove(flight);
                            promote(flight, envelopes);
                        } else {
                            cache.counters().of(Tier.POSTGRES).misses.increment();
                        }
                    }
                    if (!damaged.isEmpty()) {
                        cache.forget(postgres.drop(damaged.stream()
                                .collect(Collectors.toMap(
                                        key -> key,
                                        key -> Objects.requireNonNull(found.get(key))
                                                .generation()))));
                    }
                    return (List<Flight<V>>) missing;
                })
                .onFailure()
                .recoverWithUni(failure -> withoutPostgres(flights));
    }

    /** Whether L3 knows of every invalidation that concerns the entry. */
    private boolean isTold(Flight<V> flight, byte[] envelopes) {
        return Envelope.tags(envelopes).isEmpty()
                || (flight.owed() == Owed.NOTHING && !cache.debts().isPostgresOwedTags());
    }

    /** A cache that is somebody's record must not say "there is none" when it cannot know. */
    private Uni<List<Flight<V>>> withoutPostgres(List<Flight<V>> flights) {
        if (loader == null && cache.spec().durable()) {
            fail(flights, new ProblemException(ProblemType.UNAVAILABLE, "The store of this cache cannot be read now."));
            return Uni.createFrom().item(List.of());
        }
        return Uni.createFrom().item(flights);
    }

    private void promote(Flight<V> flight, byte[] envelopes) {
        RedisTier redis = cache.redis();
        if (redis != null) {
            cache.forget(shared.keepInRedis(redis, List.of(flight), Map.of(flight.address(), envelopes)));
        }
    }

    private Uni<Void> load(List<Flight<V>> flights) {
        if (flights.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var load = loader;
        if (load == null) {
            flights.forEach(flight -> cache.land(flight, Held.nowhere()));
            return Uni.createFrom().voidItem();
        }
        cache.counters().loads.add(flights.size());
        var keys = flights.stream().map(flight -> flight.address().key()).toList();
        long startedAt = System.nanoTime();
        long renewal = prolongWhileLoading(flights);
        return Uni.createFrom()
                .deferred(() -> load.apply(keys))
                .runSubscriptionOn(caller)
                .ifNoItem()
                .after(cache.spec().loadTimeout())
                .failWith(() -> new ProblemException(ProblemType.DEADLINE_EXCEEDED, "Loading a value took too long."))
                .onTermination()
                .invoke(() -> {
                    cache.vertx().cancelTimer(renewal);
                    cache.loadTook(System.nanoTime() - startedAt);
                })
                .map(values -> loaded(flights, values))
                .onFailure()
                .invoke(failure -> {
                    cache.counters().loadFailures.add(flights.size());
                    shared.release(flights);
                    fail(flights, failure);
                })
                .chain(envelopes -> shared.keep(flights, envelopes))
                .invoke(() -> flights.forEach(cache::leave))
                .onFailure()
                .recoverWithNull();
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
    private Map<EntryKey, byte[]> loaded(List<Flight<V>> flights, @Nullable Map<String, Tagged<V>> values) {
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
            cache.land(flight, new Held<>(value, null, weight, now, kept ? now.plus(ttl) : now, tags));
        }
        return envelopes;
    }

    static Duration longest(CacheSpec<?> spec) {
        var longest = Duration.ZERO;
        for (Tier tier : Tier.values()) {
            longest = spec.ttl(tier).compareTo(longest) > 0 ? spec.ttl(tier) : longest;
        }
        return longest;
    }

    private Map<EntryKey, Long> known(List<Flight<V>> flights) {
        return flights.stream()
                .filter(flight -> flight.knownFence() > 0)
                .collect(Collectors.toMap(Flight::address, Flight::knownFence));
    }

    private List<EntryKey> addresses(List<Flight<V>> flights) {
        return flights.stream().map(Flight::address).toList();
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import io.mnemesh.cache.postgres.PostgresTier;
import io.mnemesh.cache.redis.RedisTier;
import io.mnemesh.cache.redis.RedisTier.Owed;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a search does in L3: it reads the rows that L3 knows every invalidation of, notes their generations for a later
 * store, and copies what it finds into L2.
 */
final class PostgresStep<V> {

    private final CacheParts<V> cache;
    private final Landing<V> landing;
    private final LoadedValues<V> shared;
    private final boolean loading;

    /** @param loading whether what is missing will be loaded */
    PostgresStep(CacheParts<V> cache, Landing<V> landing, LoadedValues<V> shared, boolean loading) {
        this.cache = cache;
        this.landing = landing;
        this.shared = shared;
        this.loading = loading;
    }

    /** @return those that L3 does not have */
    Uni<List<Flight<V>>> read(List<Flight<V>> flights) {
        PostgresTier postgres = cache.postgres();
        var readable = flights.stream()
                .filter(flight -> flight.owed() != Owed.KEY && !cache.debts().isPostgresOwed(flight.address()))
                .toList();
        if (postgres == null || readable.isEmpty()) {
            return Uni.createFrom().item(flights);
        }
        return cache.timed(Tier.POSTGRES, "read", postgres.read(Flight.addresses(readable)))
                .map(found -> {
                    var missing = new ArrayList<>(flights);
                    var unusable = new ArrayList<EntryKey>();
                    for (Flight<V> flight : readable) {
                        var row = found.get(flight.address());
                        if (row == null) {
                            continue;
                        }
                        flight.stored(row.generation(), row.tagsAt());
                        byte[] envelope = row.envelope();
                        if (envelope != null
                                && isTold(flight, envelope)
                                && landing.land(flight, envelope, Tier.POSTGRES, unusable)) {
                            missing.remove(flight);
                            promote(flight, envelope);
                        } else {
                            cache.counters().of(Tier.POSTGRES).misses.increment();
                        }
                    }
                    drop(postgres, unusable, found);
                    return (List<Flight<V>>) missing;
                })
                .onFailure()
                .recoverWithUni(failure -> unanswered(flights));
    }

    /** Whether L3 knows of every invalidation that concerns the entry. */
    private boolean isTold(Flight<V> flight, byte[] envelope) {
        return Envelope.tags(envelope).isEmpty()
                || (flight.owed() == Owed.NOTHING && !cache.debts().isPostgresOwedTags());
    }

    private void promote(Flight<V> flight, byte[] envelope) {
        RedisTier redis = cache.redis();
        if (redis != null) {
            cache.forget(shared.keepInRedis(redis, List.of(flight), Map.of(flight.address(), envelope)));
        }
    }

    private void drop(PostgresTier postgres, List<EntryKey> unusable, Map<EntryKey, PostgresTier.Stored> found) {
        if (!unusable.isEmpty()) {
            cache.forget(postgres.drop(unusable.stream()
                    .collect(Collectors.toMap(
                            key -> key,
                            key -> Objects.requireNonNull(found.get(key)).generation()))));
        }
    }

    /** A cache that is somebody's record must not say "there is none" when it cannot know. */
    private Uni<List<Flight<V>>> unanswered(List<Flight<V>> flights) {
        if (!loading && cache.spec().durable()) {
            var failure = new ProblemException(ProblemType.UNAVAILABLE, "The store of this cache cannot be read now.");
            flights.forEach(flight -> cache.flights().crash(flight, failure));
            return Uni.createFrom().item(List.of());
        }
        return Uni.createFrom().item(flights);
    }
}

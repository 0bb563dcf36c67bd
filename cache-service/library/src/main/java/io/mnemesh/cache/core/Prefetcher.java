package io.mnemesh.cache.core;

import io.mnemesh.cache.Prefetch;
import io.mnemesh.cache.PrefetchStats;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.cache.prefetch.Prefetching;
import io.mnemesh.mesh.problem.ProblemException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Loads what is likely to be read next, as a reader would who has nobody waiting: by the flight that readers of the key join, so
 * that it is loaded once and what was invalidated meanwhile is not kept. Readers go first: few loads are under way at once, none
 * begins while many flights are, and what cannot begin is left out and not queued.
 */
final class Prefetcher<V> {

    private static final int AT_ONCE = 4;
    private static final int BUSY = 64;

    private final CacheParts<V> parts;
    private final Store<V> store;
    private final Prefetch.Loader<V> loader;
    private final Prefetching prefetching;
    private final Executor worker = Infrastructure.getDefaultExecutor();
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder begun = new LongAdder();

    Prefetcher(CacheParts<V> parts, Store<V> store, Prefetch<V> settings) {
        this.parts = parts;
        this.store = store;
        this.loader = settings.loader();
        this.prefetching = new Prefetching(
                settings.confidence(),
                settings.breakEven(),
                settings.pause(),
                parts.spec().localTtl(),
                parts.clock());
    }

    /** A key was read. */
    void read(LocalKey id, boolean hit) {
        List<String> next = prefetching.read(
                id.tenant().value(), id.key(), hit, key -> !parts.local().contains(new LocalKey(id.tenant(), key)));
        for (String key : next) {
            worker.execute(() -> begin(new LocalKey(id.tenant(), key)));
        }
    }

    private void begin(LocalKey id) {
        if (underWay.incrementAndGet() > AT_ONCE || parts.flights().count() > BUSY || !takeOff(id)) {
            underWay.decrementAndGet();
            prefetching.skipped(id.tenant().value(), id.key());
        }
    }

    /** @return false if somebody loads it already, or nobody can */
    private boolean takeOff(LocalKey id) {
        Flight<V> flight;
        try {
            flight = parts.flights().of(id);
        } catch (ProblemException e) {
            return false; // a key that was made up may be too long
        }
        if (!flight.takeOff()) {
            return false;
        }
        begun.increment();
        flight.join()
                .subscribe()
                .with(
                        held -> {
                            underWay.decrementAndGet();
                            prefetching.landed(id.tenant().value(), id.key());
                        },
                        failure -> {
                            underWay.decrementAndGet();
                            prefetching.failed(id.tenant().value(), id.key());
                        });
        new Search<>(parts, store.before(id.tenant(), keys -> loader.load(id.tenant(), keys)), worker)
                .start(List.of(flight), Cost.USUAL);
        return true;
    }

    PrefetchStats stats() {
        var outcomes = prefetching.outcomes();
        return new PrefetchStats(
                begun.sum(), outcomes.used(), outcomes.wasted(), outcomes.loading(), outcomes.precision());
    }
}

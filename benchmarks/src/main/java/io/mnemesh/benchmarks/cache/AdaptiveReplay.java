package io.mnemesh.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.benchmarks.Figures;
import io.mnemesh.cache.AdaptiveTtl;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a cache loads that learns how long its values are good for, and how often it answers with what has changed since, beside
 * the one TTL for all keys that loads least among those within the same budget of stale reads, which is known only afterwards.
 * Reads are {@link RecordedTraces recorded} ones at a steady rate over two hours; when the records beneath them change is drawn,
 * for no trace says so: every key is of one of three kinds, whose records change every so often, and its name says which.
 */
final class AdaptiveReplay {

    private static final int MOST = 100_000;
    private static final int QUICK_MOST = 2_000;
    private static final List<String> TRACES = List.of("web12", "orm_busy", "w106", "scarab_recs");

    private static final double BUDGET = 0.01;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final long LENGTH = Duration.ofHours(2).toMillis();
    private static final double STEP = 1.05;

    private static final List<String> KINDS = List.of("price", "stock", "profile");
    private static final double[] CHANGE_EVERY = {120e3, 3_600e3, 86_400e3};

    private final long[] keys;
    private final Map<Long, long[]> changes = new HashMap<>();
    private long now;
    private int loads;

    private AdaptiveReplay(long[] keys) {
        this.keys = keys;
    }

    /** What came of a way to choose TTLs. */
    private record Outcome(int loads, int stale) {}

    /** A cache, from the key and the number of the record's version. @return the number it answers with */
    @FunctionalInterface
    private interface Reading {
        int answer(long key, int version);
    }

    static void measure(boolean quick, Figures figures) throws IOException {
        var table = new Table("TTLs learned", "Reads", "Stale %", "Loads", "Loads, best fixed TTL");
        int most = quick ? QUICK_MOST : MOST;
        double ratios = 0;
        double worst = 0;
        for (Trace trace : RecordedTraces.all(most)) {
            if (!TRACES.contains(trace.name())) {
                continue;
            }
            var replay = new AdaptiveReplay(trace.keys());
            Outcome fixed = replay.bestFixed();
            Outcome learned = replay.learned();
            String key = "adaptive_" + trace.name();
            double stale = figures.keep(key + "_stale_percent", 100.0 * learned.stale() / trace.keys().length);
            figures.keep(key + "_loads_to_best_fixed", (double) learned.loads() / fixed.loads());
            table.row(trace.name(), trace.keys().length, stale, learned.loads(), fixed.loads());
            ratios += (double) learned.loads() / fixed.loads();
            worst = Math.max(worst, stale);
        }
        table.print(figures.out());
        figures.out().println();
        figures.put("adaptive_mean_loads_to_best_fixed", ratios / TRACES.size());
        figures.put("adaptive_worst_stale_percent", worst);
    }

    private Outcome play(Reading reading) {
        loads = 0;
        int stale = 0;
        for (int i = 0; i < keys.length; i++) {
            now = LENGTH * i / keys.length;
            int version = version(keys[i]);
            if (reading.answer(keys[i], version) != version) {
                stale++;
            }
        }
        now = 0;
        return new Outcome(loads, stale);
    }

    private int version(long key) {
        long[] times = changes.computeIfAbsent(key, AdaptiveReplay::changes);
        int version = 0;
        while (version < times.length && times[version] <= now) {
            version++;
        }
        return version;
    }

    private static int kind(long key) {
        return Math.floorMod(Long.hashCode(key * 0x9E3779B97F4A7C15L), CHANGE_EVERY.length);
    }

    private static long[] changes(long key) {
        var random = new SplittableRandom(key);
        var times = new ArrayList<Long>();
        for (double at = 0; ; times.add((long) at)) {
            at -= CHANGE_EVERY[kind(key)] * Math.log(1 - random.nextDouble());
            if (at >= LENGTH) {
                return times.stream().mapToLong(Long::longValue).toArray();
            }
        }
    }

    private Outcome bestFixed() {
        Outcome best = null;
        for (double ttl = SHORTEST.toMillis(); ttl <= LONGEST.toMillis(); ttl *= STEP) {
            Outcome outcome = fixed((long) ttl);
            if (outcome.stale() <= BUDGET * keys.length && (best == null || outcome.loads() < best.loads())) {
                best = outcome;
            }
        }
        if (best == null) {
            throw new IllegalStateException("No fixed TTL is within the budget.");
        }
        return best;
    }

    private Outcome fixed(long ttl) {
        record Kept(int version, long endsAt) {}
        var kept = new HashMap<Long, Kept>();
        return play((key, version) -> {
            Kept held = kept.get(key);
            if (held == null || held.endsAt() <= now) {
                loads++;
                held = new Kept(version, now + ttl);
                kept.put(key, held);
            }
            return held.version();
        });
    }

    /** Through the library with nothing but L1, on an event loop, where a read has ended before the next one begins. */
    private Outcome learned() {
        var vertx = Vertx.vertx();
        Ticker ticker = () -> Duration.ofMillis(now).toNanos();
        var factory = new TieredCacheFactory(
                vertx,
                new TieredCacheFactory.Settings(
                        null, null, Duration.ofSeconds(1), Duration.ofHours(1), 1, WriteBack.DEFAULTS),
                new SimpleMeterRegistry(),
                () -> Instant.ofEpochMilli(now),
                ticker,
                Runnable::run);
        try (factory) {
            HierarchicalCache<String> cache = factory.cache(CacheSpec.of("learned", Serializers.TEXT)
                    .withLocal(LONGEST, 256L << 20)
                    .withoutRedis()
                    .withAdaptiveTtl(AdaptiveTtl.of(BUDGET, SHORTEST, LONGEST)));
            return CacheNode.await(Uni.createFrom()
                    .item(() -> play((key, version) -> read(cache, key, version)))
                    .runSubscriptionOn(task -> vertx.runOnContext(nothing -> task.run())));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private int read(HierarchicalCache<String> cache, long key, int version) {
        var answer = new int[] {-1};
        cache.get(CacheNode.TENANT, KINDS.get(kind(key)) + ":" + Long.toHexString(key), () -> {
                    loads++;
                    return Uni.createFrom().item(String.valueOf(version));
                })
                .subscribe()
                .with(value -> answer[0] = Integer.parseInt(value), failure -> {
                    throw new IllegalStateException(failure);
                });
        return answer[0];
    }
}

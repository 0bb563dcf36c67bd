package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Figures;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.core.WarmStart;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * How long L1 of a process takes to the hit rate its predecessor had: reads at a steady rate by Zipf's law of more keys than L1
 * holds. One process begins with what was hot in the one before, one with nothing; L2 has the values in both cases.
 */
record Restart(CacheServers servers) {

    private static final int KEYS = 50_000;
    private static final double SKEW = 0.9;
    private static final long LOCAL_BYTES = 4L << 20;
    private static final Duration TTL = Duration.ofMinutes(30);
    private static final WarmStart WARM = new WarmStart(Duration.ofSeconds(1), 10_000, 2_000, Duration.ofHours(1));

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final int READS_IN_A_SLICE = 50;
    /** Over which a hit rate is measured. */
    private static final int WINDOW = 10;

    private static final int LONGEST = 60_000 / (int) SLICE.toMillis();
    private static final double REACHED = 0.9;

    private static final Zipf ZIPF = new Zipf(KEYS, SKEW);

    void measure(boolean quick, Figures figures) {
        String service = "r" + UUID.randomUUID().toString().substring(0, 8);
        var random = new SplittableRandom(5);
        double steady;
        try (var node = new CacheNode(servers.addresses(), service)) {
            node.warmStarts(WARM);
            HierarchicalCache<String> cache = node.cache(spec());
            for (int i = 0; i < (quick ? 2_000 : 150_000); i++) {
                read(cache, random);
            }
            // Long enough for hot keys to be recorded.
            steady = rate(cache, random, (quick ? 3 : 10) * WINDOW);
        }
        double warm = secondsToReach(REACHED * steady, service, true, random, quick);
        double cold = secondsToReach(REACHED * steady, service, false, random, quick);
        figures.put("restart_steady_hit_percent", 100 * steady);
        figures.put("restart_warm_seconds_to_90_percent", warm);
        figures.put("restart_cold_seconds_to_90_percent", cold);
    }

    private static CacheSpec<String> spec() {
        return CacheSpec.of("restarted", Serializers.TEXT)
                .withLocal(TTL, LOCAL_BYTES)
                .withRedis(TTL);
    }

    /** From the start of the process's caches to the end of the first second with that hit rate; a minute if there is none. */
    private double secondsToReach(double rate, String service, boolean warm, SplittableRandom random, boolean quick) {
        try (var node = new CacheNode(servers.addresses(), service)) {
            long begin = System.nanoTime();
            if (warm) {
                node.warmStarts(WARM);
            }
            HierarchicalCache<String> cache = node.cache(spec());
            var slices = new ArrayDeque<Double>();
            for (int i = 0; i < (quick ? 2 * WINDOW : LONGEST); i++) {
                slices.add(rate(cache, random, 1));
                if (slices.size() > WINDOW) {
                    slices.remove();
                }
                double mean = slices.stream().mapToDouble(one -> one).sum() / WINDOW;
                if (slices.size() == WINDOW && mean >= rate) {
                    break;
                }
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    /** The part of the reads of so many slices that L1 answers. */
    private static double rate(HierarchicalCache<String> cache, SplittableRandom random, int slices) {
        long before = hits(cache);
        for (int slice = 0; slice < slices; slice++) {
            long end = System.nanoTime() + SLICE.toNanos();
            for (int i = 0; i < READS_IN_A_SLICE; i++) {
                read(cache, random);
            }
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return (double) (hits(cache) - before) / (slices * READS_IN_A_SLICE);
    }

    private static long hits(HierarchicalCache<String> cache) {
        return Objects.requireNonNull(cache.stats().tiers().get(Tier.LOCAL)).hits();
    }

    private static void read(HierarchicalCache<String> cache, SplittableRandom random) {
        CacheNode.await(cache.get(
                CacheNode.TENANT,
                "document:" + ZIPF.draw(random),
                () -> Uni.createFrom().item(HitKeys.VALUE)));
    }
}

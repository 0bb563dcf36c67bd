package io.mnemesh.cache.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Recorded reads of keys whose records change behind the cache's back, and what a way to choose TTLs makes of them. */
final class Workload {

    /**
     * Keys that change alike.
     *
     * @param changeEvery mean seconds between changes of a record
     * @param readsPerSecond of all its keys; the r-th key gets a part in proportion to 1/r^0.8
     */
    record Kind(String name, int keys, double changeEvery, double readsPerSecond) {}

    /** What it came to. */
    record Outcome(int reads, int loads, int stale) {
        double staleShare() {
            return (double) stale / reads;
        }
    }

    /** A way to choose TTLs. */
    interface Policy {
        default void read(String key) {}

        /** @return milliseconds */
        long loaded(String key, long version);
    }

    private static final double SKEW = 0.8;

    private final List<String> names = new ArrayList<>();
    private final List<long[]> changes = new ArrayList<>();
    private final int[] keys;
    private final long[] times;
    private long now;

    Workload(long seed, Duration length, List<Kind> kinds) {
        var random = new Random(seed);
        double rate = kinds.stream().mapToDouble(Kind::readsPerSecond).sum();
        var first = new int[kinds.size()];
        var popularity = new ArrayList<double[]>();
        for (int k = 0; k < first.length; k++) {
            Kind kind = kinds.get(k);
            first[k] = names.size();
            for (int i = 0; i < kind.keys(); i++) {
                names.add(kind.name() + ":" + i);
                changes.add(poisson(random, kind.changeEvery() * 1000, length.toMillis()));
            }
            popularity.add(cumulated(kind.keys()));
        }
        times = poisson(random, 1000 / rate, length.toMillis());
        keys = new int[times.length];
        for (int i = 0; i < keys.length; i++) {
            double drawn = random.nextDouble() * rate;
            int k = 0;
            while (drawn >= kinds.get(k).readsPerSecond() && k < first.length - 1) {
                drawn -= kinds.get(k++).readsPerSecond();
            }
            int found = Arrays.binarySearch(popularity.get(k), random.nextDouble());
            keys[i] = first[k] + Math.min(kinds.get(k).keys() - 1, found < 0 ? -found - 1 : found);
        }
    }

    private static double[] cumulated(int keys) {
        var cumulated = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -SKEW);
            cumulated[i] = sum;
        }
        for (int i = 0; i < keys; i++) {
            cumulated[i] /= sum;
        }
        return cumulated;
    }

    private static long[] poisson(Random random, double every, long length) {
        var times = new ArrayList<Long>();
        for (double at = 0; ; times.add((long) at)) {
            at -= every * Math.log(1 - random.nextDouble());
            if (at >= length) {
                return times.stream().mapToLong(Long::longValue).toArray();
            }
        }
    }

    /** The time of the read that is being played. */
    InstantSource clock() {
        return () -> Instant.ofEpochMilli(now);
    }

    Outcome play(Policy policy) {
        var endsAt = new long[names.size()];
        var held = new int[names.size()];
        var version = new int[names.size()];
        int loads = 0;
        int stale = 0;
        for (int i = 0; i < times.length; i++) {
            now = times[i];
            int key = keys[i];
            long[] changed = changes.get(key);
            while (version[key] < changed.length && changed[version[key]] <= now) {
                version[key]++;
            }
            policy.read(names.get(key));
            if (now >= endsAt[key]) {
                loads++;
                held[key] = version[key];
                endsAt[key] = now + policy.loaded(names.get(key), version[key]);
            } else if (held[key] != version[key]) {
                stale++;
            }
        }
        now = 0;
        return new Outcome(times.length, loads, stale);
    }

    /** The one TTL for all keys with the fewest loads among those within the budget; TTLs are a twentieth apart. */
    Outcome bestFixed(double budget, Duration longest) {
        Outcome best = null;
        for (double ttl = 1000; ttl <= longest.toMillis(); ttl *= 1.05) {
            long fixed = (long) ttl;
            Outcome outcome = play((key, version) -> fixed);
            if (outcome.staleShare() > 2 * budget) {
                break;
            }
            if (outcome.staleShare() <= budget && (best == null || outcome.loads() < best.loads())) {
                best = outcome;
            }
        }
        if (best == null) {
            throw new IllegalStateException("No fixed TTL is within the budget.");
        }
        return best;
    }
}

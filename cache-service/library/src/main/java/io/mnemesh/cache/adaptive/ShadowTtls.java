package io.mnemesh.cache.adaptive;

import java.util.HashMap;
import java.util.Map;

/**
 * What every TTL of a row of them would have done to the reads of one class, whatever the cache does: for a sample of its keys
 * each read is played at each TTL, where it is a load if the value would have ended, and else a hit at the age that the value
 * would have had. The sample holds whole keys by a hash and is of fixed size, as in C. Waldspurger et al., "Efficient MRC
 * Construction with SHARDS", FAST 2015: when it is full, keys that have not been read for longest TTL leave, and then half of
 * the hashes. Loads are scaled by the part of the hashes that is sampled; what is then missing of the reads are hits, since a
 * sample is most likely to miss the few keys that are read most.
 *
 * <p>A read costs O(1), or O(TTLs) if its key is in the sample. Not safe for concurrent use.
 */
final class ShadowTtls {

    /** Keys in the sample. */
    static final int KEYS = 256;

    private static final int ALL_HASHES = 1 << 16;

    private final long[] ttls;
    private final Map<Object, long[]> loadedAt = new HashMap<>();
    private final double[] loads;
    private final double[] hits;
    private final double[] ages;
    private double reads;
    private int sampled = ALL_HASHES;

    /** @param ttls milliseconds, the shortest first */
    ShadowTtls(long[] ttls) {
        this.ttls = ttls.clone();
        this.loads = new double[ttls.length];
        this.hits = new double[ttls.length];
        this.ages = new double[ttls.length];
    }

    /**
     * A key was read.
     *
     * @param now milliseconds
     */
    void read(Object key, long now) {
        reads++;
        if (hash(key) >= sampled) {
            return;
        }
        long[] loaded = loadedAt.get(key);
        if (loaded == null) {
            loaded = new long[ttls.length];
            java.util.Arrays.fill(loaded, Long.MIN_VALUE);
            loadedAt.put(key, loaded);
        }
        double weight = (double) ALL_HASHES / sampled;
        for (int i = 0; i < ttls.length; i++) {
            long age = loaded[i] == Long.MIN_VALUE ? Long.MAX_VALUE : now - loaded[i];
            if (age >= ttls[i]) {
                loaded[i] = now;
                loads[i] += weight;
            } else {
                hits[i] += weight;
                ages[i] += weight * age;
            }
        }
        if (loadedAt.size() > KEYS) {
            shrink(now);
        }
    }

    private static int hash(Object key) {
        int hash = key.hashCode() * 0x9E3779B1;
        return (hash ^ (hash >>> 15)) & (ALL_HASHES - 1);
    }

    private void shrink(long now) {
        long longest = ttls[ttls.length - 1];
        loadedAt.values().removeIf(loaded -> now - loaded[0] >= longest);
        while (loadedAt.size() > KEYS && sampled > 1) {
            sampled /= 2;
            loadedAt.keySet().removeIf(key -> hash(key) >= sampled);
        }
    }

    /** What was seen so far counts less than what is seen from now on. */
    void fade(double factor) {
        reads *= factor;
        for (int i = 0; i < ttls.length; i++) {
            loads[i] *= factor;
            hits[i] *= factor;
            ages[i] *= factor;
        }
    }

    double reads() {
        return reads;
    }

    /** Loads at a TTL. */
    double loads(int ttl) {
        return Math.min(reads, loads[ttl]);
    }

    /**
     * Reads at a TTL that get a value that has changed, at most: the chance of a change grows ever slower with the age, so it is
     * no greater than at the mean age.
     *
     * @param changeRate per second
     */
    double stale(int ttl, double changeRate) {
        if (hits[ttl] <= 0) {
            return 0;
        }
        double meanAge = ages[ttl] / hits[ttl] / 1000;
        return (reads - loads(ttl)) * -Math.expm1(-changeRate * meanAge);
    }
}

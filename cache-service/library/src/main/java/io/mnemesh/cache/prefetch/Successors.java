package io.mnemesh.cache.prefetch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came after one thing how often: at most {@value #MOST} candidates, of which one that is not among them takes a little
 * from the rarest until it has its place, as in J. Misra, D. Gries, "Finding repeated elements", 1982. So no candidate is
 * overrated. Older sights count less: all are halved now and then. O({@value #MOST}). Not safe for concurrent use.
 */
final class Successors<T> {

    private static final int MOST = 4;
    private static final int FADE_AT = 64;

    private final Map<T, Integer> counts = new HashMap<>();
    private int sights;

    void seen(T next) {
        sights++;
        if (counts.containsKey(next) || counts.size() < MOST) {
            counts.merge(next, 1, Integer::sum);
        } else {
            T rarest = rarest();
            counts.computeIfPresent(rarest, (same, count) -> count > 1 ? count - 1 : null);
            if (counts.size() < MOST) {
                counts.put(next, 1);
            }
        }
        if (sights >= FADE_AT) {
            sights /= 2;
            counts.replaceAll((candidate, count) -> count / 2);
            counts.values().removeIf(count -> count == 0);
        }
    }

    private T rarest() {
        Map.@Nullable Entry<T, Integer> rarest = null;
        for (var entry : counts.entrySet()) {
            if (rarest == null || entry.getValue() < rarest.getValue()) {
                rarest = entry;
            }
        }
        if (rarest == null) {
            throw new IllegalStateException();
        }
        return rarest.getKey();
    }

    /**
     * What comes after it at least that often.
     *
     * @param confidence part of the sights
     * @param least      sights that it takes to say anything
     */
    @Nullable
    T likely(double confidence, int least) {
        if (sights < least) {
            return null;
        }
        for (var entry : counts.entrySet()) {
            if (entry.getValue() >= confidence * sights) {
                return entry.getKey();
            }
        }
        return null;
    }
}

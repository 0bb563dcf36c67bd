package io.mnemesh.cache;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Lets a cache load what is likely to be read next, learned from the order of reads of each tenant in this process. It watches
 * until enough of what it predicts comes true, and stops when too little of what it has loaded is used.
 *
 * @param loader     loads keys that nobody has asked for
 * @param confidence how often, of all times, a key has to follow another one to be predicted: more than 0, at most 1
 * @param breakEven  part of the loads that has to be used, more than 0 and less than 1: how much of a load a saved wait is worth
 * @param pause      how long nothing is loaded after it was less than that; longer each time in succession
 */
public record Prefetch<V>(Loader<V> loader, double confidence, double breakEven, Duration pause) {

    /** Loads keys that nobody has asked for: to what a reader's loader would find, from a thread of the worker pool. */
    @FunctionalInterface
    public interface Loader<V> {

        /** @return by key; a key that is left out has no value */
        Uni<Map<String, Tagged<V>>> load(TenantId tenant, List<String> keys);
    }

    /** @throws IllegalArgumentException naming the member that is not acceptable */
    public Prefetch {
        CacheSpec.require(confidence > 0 && confidence <= 1, "confidence is more than 0 and at most 1", confidence);
        CacheSpec.require(breakEven > 0 && breakEven < 1, "breakEven is more than 0 and less than 1", breakEven);
        CacheSpec.require(pause.isPositive(), "pause is positive", pause);
    }

    /** What follows every other time or more; half of the loads have to be used; a pause of a minute. */
    public static <V> Prefetch<V> of(Loader<V> loader) {
        return new Prefetch<>(loader, 0.5, 0.5, Duration.ofMinutes(1));
    }

    public Prefetch<V> withConfidence(double other) {
        return new Prefetch<>(loader, other, breakEven, pause);
    }

    public Prefetch<V> withBreakEven(double other, Duration otherPause) {
        return new Prefetch<>(loader, confidence, other, otherPause);
    }
}

package io.mnemesh.cache.core;

import io.mnemesh.cache.local.TagStamp;
import java.time.Duration;
import java.time.Instant;

/** The last value of a key, which has ended or is about to, and what is known of its tags. */
record Last<V>(Held<V> held, TagStamp stamp) {

    boolean hasEnded(Instant now) {
        return !held.expiresAt().isAfter(now);
    }

    /** Whether it has not ended, or not longer ago than that. */
    boolean isWithin(Duration budget, Instant now) {
        return held.expiresAt().plus(budget).isAfter(now);
    }
}

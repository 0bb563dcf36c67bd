package io.mnemesh.gateway.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Which key signs when. It follows from the times the keys were made alone, so that all gateways agree without talking: a
 * key signs once it has been published for {@code announce}, by when every service has read it, and until the next one
 * does; it stays published until the last token it may have signed has ended. The first key signs at once.
 *
 * @param keys     oldest first, at least one
 * @param announce longer than services wait between two readings of the key set
 * @param trust    how long after its last signature a token may still be shown
 */
record SigningSchedule(List<SigningKey> keys, Duration announce, Duration trust) {

    SigningSchedule {
        keys = keys.stream()
                .sorted(Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::id))
                .toList();
    }

    /** The key that signs now. */
    SigningKey signing(Instant now) {
        SigningKey signing = keys.getFirst();
        for (SigningKey key : keys) {
            if (!signsFrom(key).isAfter(now)) {
                signing = key;
            }
        }
        return signing;
    }

    /** The keys whose tokens are good now, or will be. */
    List<SigningKey> published(Instant now) {
        int first = 0;
        while (first + 1 < keys.size()
                && !signsFrom(keys.get(first + 1)).plus(trust).isAfter(now)) {
            first++;
        }
        return keys.subList(first, keys.size());
    }

    /** From when a key signs. */
    Instant signsFrom(SigningKey key) {
        return key.equals(keys.getFirst()) ? key.createdAt() : key.createdAt().plus(announce);
    }
}

package io.mnemesh.realtime.session;

import java.time.Duration;
import java.time.Instant;

/** When clients are told to get newer tokens. */
final class RefreshTimes {

    /** So long before the old one ends, or in the last quarter of a short one's time. */
    private static final Duration LEAD = Duration.ofSeconds(30);

    private RefreshTimes() {}

    /** Seconds, one at least, after which a client gets a token that replaces one which ends then. */
    static long seconds(Instant now, Instant expiresAt) {
        Duration left = Duration.between(now, expiresAt);
        Duration quarter = left.dividedBy(4);
        Duration lead = quarter.compareTo(LEAD) < 0 ? quarter : LEAD;
        return Math.max(1, left.minus(lead).toSeconds());
    }
}

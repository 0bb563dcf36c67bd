package io.mnemesh.cache;

import java.time.Duration;

/**
 * What a cache does about values that are about to end, or have ended.
 *
 * @param earlyRefresh         how readily a value is loaded anew before it ends, the beta of XFetch: 1 is the usual choice,
 *                             more is earlier, 0 turns it off
 * @param staleWhileRevalidate how long after its end a value is still answered at once while it is loaded anew
 * @param staleIfError         how long after its end a value is answered when the load fails or is slow
 * @param softTimeout          time after which a caller gets the value that has ended and the load goes on without it; zero
 *                             turns it off
 */
public record Freshness(
        double earlyRefresh, Duration staleWhileRevalidate, Duration staleIfError, Duration softTimeout) {

    /** Values are loaded anew when they have ended, and not answered any more. */
    public static final Freshness STRICT = new Freshness(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private static final double GREATEST_BETA = 100;

    /** @throws IllegalArgumentException naming the member that is not acceptable */
    public Freshness {
        CacheSpec.require(earlyRefresh >= 0 && earlyRefresh <= GREATEST_BETA, "earlyRefresh is 0 to 100", earlyRefresh);
        CacheSpec.require(
                !staleWhileRevalidate.isNegative(), "staleWhileRevalidate is not negative", staleWhileRevalidate);
        CacheSpec.require(!staleIfError.isNegative(), "staleIfError is not negative", staleIfError);
        CacheSpec.require(!softTimeout.isNegative(), "softTimeout is not negative", softTimeout);
    }

    /** How long the tiers keep a value after its end. */
    public Duration keepsStale() {
        return staleWhileRevalidate.compareTo(staleIfError) > 0 ? staleWhileRevalidate : staleIfError;
    }

    Freshness withEarlyRefresh(double beta) {
        return new Freshness(beta, staleWhileRevalidate, staleIfError, softTimeout);
    }

    Freshness withStaleWhileRevalidate(Duration budget) {
        return new Freshness(earlyRefresh, budget, staleIfError, softTimeout);
    }

    Freshness withStaleIfError(Duration budget) {
        return new Freshness(earlyRefresh, staleWhileRevalidate, budget, softTimeout);
    }

    Freshness withSoftTimeout(Duration timeout) {
        return new Freshness(earlyRefresh, staleWhileRevalidate, staleIfError, timeout);
    }
}

package io.mnemesh.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the values of a cache end, and what it does about those that are about to, or have.
 *
 * @param earlyRefresh         how readily a value is loaded anew before it ends, the beta of XFetch: 1 is the usual choice,
 *                             more is earlier, 0 turns it off
 * @param staleWhileRevalidate how long after its end a value is still answered at once while it is loaded anew
 * @param staleIfError         how long after its end a value is answered when the load fails or is slow
 * @param softTimeout          time after which a caller gets the value that has ended and the load goes on without it; zero
 *                             turns it off
 * @param adaptiveTtl          finds out how long values are kept; null if only the TTLs of the tiers say so
 */
public record Freshness(
        double earlyRefresh,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        Duration softTimeout,
        @Nullable AdaptiveTtl adaptiveTtl) {

    /** Values are loaded anew when they have ended, and not answered any more. */
    public static final Freshness STRICT = new Freshness(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, null);

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
        return new Freshness(beta, staleWhileRevalidate, staleIfError, softTimeout, adaptiveTtl);
    }

    Freshness withStaleWhileRevalidate(Duration budget) {
        return new Freshness(earlyRefresh, budget, staleIfError, softTimeout, adaptiveTtl);
    }

    Freshness withStaleIfError(Duration budget) {
        return new Freshness(earlyRefresh, staleWhileRevalidate, budget, softTimeout, adaptiveTtl);
    }

    Freshness withSoftTimeout(Duration timeout) {
        return new Freshness(earlyRefresh, staleWhileRevalidate, staleIfError, timeout, adaptiveTtl);
    }

    Freshness withAdaptiveTtl(AdaptiveTtl learned) {
        return new Freshness(earlyRefresh, staleWhileRevalidate, staleIfError, softTimeout, learned);
    }
}

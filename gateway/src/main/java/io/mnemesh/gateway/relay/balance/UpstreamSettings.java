package io.mnemesh.gateway.relay.balance;

/**
 * Limits of one upstream.
 *
 * @param leastLimit   requests in flight that are always allowed
 * @param firstLimit   limit to begin with
 * @param mostLimit    the largest limit
 * @param retryShare   requests sent a second time per request
 * @param retryReserve such that may be sent at once after a calm
 * @param hedging      whether reads are sent to a second instance when the first is late
 */
public record UpstreamSettings(
        BalancerSettings balancer,
        int leastLimit,
        int firstLimit,
        int mostLimit,
        double retryShare,
        int retryReserve,
        boolean hedging) {

    public UpstreamSettings {
        if (leastLimit < 1 || leastLimit > firstLimit || firstLimit > mostLimit) {
            throw new IllegalArgumentException(
                    "mnemesh.gateway.relay.least-limit, first-limit and most-limit have to be in this order, from 1.");
        }
        if (retryShare < 0 || retryShare > 1) {
            throw new IllegalArgumentException("mnemesh.gateway.relay.retry-share has to be 0 to 1.");
        }
    }
}

package io.mnemesh.gateway.relay.balance;

import java.time.Duration;

/**
 * How a balancer works.
 *
 * @param decay            time in which what was heard of an instance falls to 1/e
 * @param learning         whether the residual is learned and used when it is to be trusted
 * @param exploration      part of the requests that try the instance least is known of, at most 0.01
 * @param shortestEjection for how long an instance is ejected first; doubled each time
 * @param longestEjection  the longest
 * @param ejectedShare     part of the instances that may be ejected at once, 0 to 1
 * @param failuresInARow   failures that eject an instance
 * @param failureShare     part of about the last twenty requests whose failure ejects an instance, or opens the breaker
 * @param predictedFailure learned probability of failure that ejects an instance, or opens the breaker, before that
 */
public record BalancerSettings(
        Duration decay,
        boolean learning,
        double exploration,
        Duration shortestEjection,
        Duration longestEjection,
        double ejectedShare,
        int failuresInARow,
        double failureShare,
        double predictedFailure) {

    /** The largest part of requests that may explore. */
    public static final double MOST_EXPLORATION = 0.01;

    public BalancerSettings {
        require(exploration >= 0 && exploration <= MOST_EXPLORATION, "exploration", "0 to " + MOST_EXPLORATION);
        require(ejectedShare >= 0 && ejectedShare <= 1, "ejected-share", "0 to 1");
        require(failureShare > 0 && failureShare <= 1, "failure-share", "more than 0, at most 1");
        require(predictedFailure > 0 && predictedFailure <= 1, "predicted-failure", "more than 0, at most 1");
        require(failuresInARow >= 1, "failures-in-a-row", "at least 1");
    }

    /** What the configuration has as defaults. */
    public static BalancerSettings defaults() {
        return new BalancerSettings(
                Duration.ofSeconds(10), true, 0.002, Duration.ofSeconds(5), Duration.ofMinutes(5), 0.5, 5, 0.5, 0.6);
    }

    /** The same without the learned residual: P2C over peak EWMA. */
    public BalancerSettings withoutLearning() {
        return new BalancerSettings(
                decay,
                false,
                0,
                shortestEjection,
                longestEjection,
                ejectedShare,
                failuresInARow,
                failureShare,
                predictedFailure);
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("mnemesh.gateway.relay." + name + " has to be " + rule + ".");
        }
    }
}

package io.mnemesh.gateway.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How requests are balanced, limited and repeated. */
@ConfigMapping(prefix = "mnemesh.gateway.relay")
public interface RelayConfig {

    /** Whether latencies are learned beyond their average. */
    @WithDefault("true")
    boolean learning();

    /** Part of the requests that try the instance least is known of, at most 0.01. */
    @WithDefault("0.002")
    double exploration();

    /** Time in which what was heard of an instance falls to 1/e. */
    @WithDefault("10s")
    Duration decay();

    /** For how long an instance that fails is ejected first, and the breaker of a service is open; doubled each time. */
    @WithDefault("5s")
    Duration shortestEjection();

    /** The longest such time. */
    @WithDefault("5m")
    Duration longestEjection();

    /** Part of a service's instances that may be ejected at once, 0 to 1. */
    @WithDefault("0.5")
    double ejectedShare();

    /** Failures in a row that eject an instance. */
    @WithDefault("5")
    int failuresInARow();

    /** Part of about twenty requests whose failure ejects an instance, or opens the breaker of a service. */
    @WithDefault("0.5")
    double failureShare();

    /** Learned probability of failure that does so before. */
    @WithDefault("0.6")
    double predictedFailure();

    /**
     * Requests that a service may always have in flight; the limit beyond that follows its latency. By default as many as
     * fit into the connections to a service together with the wait for them.
     */
    @WithDefault("1280")
    int leastLimit();

    /** Limit to begin with. */
    @WithDefault("1280")
    int firstLimit();

    /** The largest limit. */
    @WithDefault("4096")
    int mostLimit();

    /**
     * Longest wait of a request for room in a service that has as many under way as it can bear; the more urgent are let in
     * first. Without it such requests are refused at once.
     */
    @WithDefault("100ms")
    Duration longestWait();

    /** Repetitions per request. */
    @WithDefault("0.1")
    double retryShare();

    /** Repetitions that may be sent at once after a calm. */
    @WithDefault("10")
    int retryReserve();

    /**
     * Whether a read that is later than 95 of 100 is sent to a second instance too, within the repetitions above; the first
     * answer counts. It costs a timer a read, and the services up to retry-share more reads.
     */
    @WithDefault("false")
    boolean hedging();

    /** Whether answers tell in X-Mnemesh-Route-Reason why their instance was chosen. */
    @WithDefault("false")
    boolean routeReason();
}

package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The event transport: partitions, groups, retries, retention. */
@ConfigMapping(prefix = "mnemesh.mesh")
public interface StreamConfig {

    /** Partitions of the event log; the same in every service, and fixed while the streams hold entries. */
    @WithDefault("4")
    int partitions();

    /** Most entries taken in one read. */
    @WithDefault("128")
    int batch();

    /** Most entries of one partition and group that are read but not yet acknowledged. */
    @WithDefault("512")
    int inFlight();

    /**
     * Most handlers of one group that run at once in one partition. All groups and partitions of an instance together
     * should leave room for requests among the connections to PostgreSQL and those who may wait for one.
     */
    @WithDefault("8")
    int concurrency();

    /** How long an instance owns a partition without being heard of; the time until another takes over after a kill. */
    @WithDefault("5s")
    Duration leaseTtl();

    /** Longest time one try of a handler may take; then it counts as a transient failure. */
    @WithDefault("60s")
    Duration handlerTimeout();

    /** First wait before a failed event is tried again. */
    @WithDefault("100ms")
    Duration retryFirst();

    /** Longest wait before a failed event is tried again. */
    @WithDefault("10s")
    Duration retryCap();

    /** How long a stop waits for handlers that are running. */
    @WithDefault("10s")
    Duration drain();

    /** Age up to which events are kept although all groups have handled them, for followers and replay. */
    @WithDefault("24h")
    Duration retention();

    /** Events per partition that are kept however old they are. */
    @WithDefault("1000")
    int retainedEntries();

    /** How often streams are trimmed. */
    @WithDefault("1m")
    Duration trimInterval();

    /** How often backlog metrics are read. */
    @WithDefault("10s")
    Duration statsInterval();

    /** Waits between tries of a failed event. */
    static Backoff retry(StreamConfig config) {
        return new Backoff(config.retryFirst(), config.retryCap());
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    static StreamConfig validated(StreamConfig config) {
        Rules.between("mnemesh.mesh.partitions", config.partitions(), 1, 1024);
        Rules.between("mnemesh.mesh.batch", config.batch(), 1, 10_000);
        Rules.between("mnemesh.mesh.in-flight", config.inFlight(), config.batch(), 1_000_000);
        Rules.between("mnemesh.mesh.concurrency", config.concurrency(), 1, config.inFlight());
        Rules.atLeast("mnemesh.mesh.lease-ttl", config.leaseTtl(), Duration.ofMillis(300));
        Rules.atLeast("mnemesh.mesh.handler-timeout", config.handlerTimeout(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.mesh.retry-first", config.retryFirst(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.mesh.retry-cap", config.retryCap(), config.retryFirst());
        Rules.atLeast("mnemesh.mesh.drain", config.drain(), Duration.ZERO);
        Rules.atLeast("mnemesh.mesh.retention", config.retention(), Duration.ofSeconds(1));
        Rules.between("mnemesh.mesh.retained-entries", config.retainedEntries(), 0, Integer.MAX_VALUE);
        Rules.atLeast("mnemesh.mesh.trim-interval", config.trimInterval(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.mesh.stats-interval", config.statsInterval(), Duration.ofMillis(100));
        return config;
    }
}

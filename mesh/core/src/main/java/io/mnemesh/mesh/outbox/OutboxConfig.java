package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The outbox and the marks of processed events. */
@ConfigMapping(prefix = "mnemesh.outbox")
public interface OutboxConfig {

    /** Whether this service has an outbox, that is, the tables of {@code db/mesh}. */
    @WithDefault("true")
    boolean enabled();

    /** Most events relayed in one transaction. */
    @WithDefault("500")
    int batch();

    /** How often the relay looks for events that it was not woken for, of another instance for example. */
    @WithDefault("50ms")
    Duration poll();

    /** How long after publishing an event is looked for in its stream; longer than Redis takes to make writes durable. */
    @WithDefault("3s")
    Duration settle();

    /** How often published events are looked for. */
    @WithDefault("1s")
    Duration verifyInterval();

    /** First wait after a failure. */
    @WithDefault("50ms")
    Duration retryFirst();

    /** Longest wait after failures. */
    @WithDefault("2s")
    Duration retryCap();

    /** How long marks of processed events are kept; longer than any event can be delivered again. */
    @WithDefault("7d")
    Duration processedRetention();

    /** Waits between failed tries. */
    default Backoff retry() {
        return new Backoff(retryFirst(), retryCap());
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default OutboxConfig validated() {
        Rules.between("mnemesh.outbox.batch", batch(), 1, 10_000);
        Rules.atLeast("mnemesh.outbox.poll", poll(), Duration.ofMillis(5));
        Rules.atLeast("mnemesh.outbox.settle", settle(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.outbox.verify-interval", verifyInterval(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.outbox.retry-first", retryFirst(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.outbox.retry-cap", retryCap(), retryFirst());
        Rules.atLeast("mnemesh.outbox.processed-retention", processedRetention(), Duration.ofHours(1));
        return this;
    }
}

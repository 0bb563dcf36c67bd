package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The outbox and the marks of processed events. */
@ConfigMapping(prefix = "mnemesh.outbox")
public interface OutboxConfig {

    /** Whether this service relays its outbox. A service without the tables of {@code db/mesh} has none. */
    @WithDefault("true")
    boolean enabled();

    /** Most events relayed in one transaction. */
    @WithDefault("256")
    int batch();

    /** How often the relay looks for events that it was not woken for, of an instance that was killed for example. */
    @WithDefault("500ms")
    Duration poll();

    /** Wait before the next look while another instance relays. */
    @WithDefault("10ms")
    Duration contentionWait();

    /** How often the newest published events are looked for in Redis when nothing is published. */
    @WithDefault("1s")
    Duration verifyInterval();

    /** First wait after a failure. */
    @WithDefault("50ms")
    Duration retryFirst();

    /** Longest wait after failures. */
    @WithDefault("2s")
    Duration retryCap();

    /** How long published events are kept, to be published again if Redis loses them. */
    @WithDefault("24h")
    Duration retention();

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
        Rules.atLeast("mnemesh.outbox.contention-wait", contentionWait(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.outbox.verify-interval", verifyInterval(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.outbox.retry-first", retryFirst(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.outbox.retry-cap", retryCap(), retryFirst());
        Rules.atLeast("mnemesh.outbox.retention", retention(), Duration.ofMinutes(1));
        Rules.atLeast("mnemesh.outbox.processed-retention", processedRetention(), retention());
        return this;
    }
}

package io.mnemesh.gateway.relay.message;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How messages are queued and relayed. */
@ConfigMapping(prefix = "mnemesh.gateway.messages")
public interface MessageConfig {

    /**
     * What may be relayed: a method and a path, in which {@code *} stands for one segment that does not
     * begin with an underscore. A message may be sent twice, so
     * only what knows the header {@code Idempotency-Key} or has the same effect twice belongs here.
     */
    @WithDefault("POST /api/memories,DELETE /api/memories/*,PUT /api/cache/*/*,DELETE /api/cache/*/*")
    List<String> allowed();

    /** Largest payload. */
    @WithDefault("64K")
    MemorySize maxPayload();

    /** How long a message may wait that does not say it. */
    @WithDefault("1h")
    Duration timeToLive();

    /** The longest it may say. */
    @WithDefault("7d")
    Duration longestTimeToLive();

    /** Messages of one tenant that may wait or be under way. */
    @WithDefault("10000")
    int backlog();

    /** Whether this gateway delivers; one that does not still takes messages, for others to deliver. */
    @WithDefault("true")
    boolean deliver();

    /** Messages this gateway delivers at once. */
    @WithDefault("32")
    int atOnce();

    /** Of these, those of one tenant. */
    @WithDefault("16")
    int atOncePerTenant();

    /** How often the queue is looked at for what has become due. What is sent through this gateway does not wait for it. */
    @WithDefault("500ms")
    Duration poll();

    /** How long an answer is waited for. */
    @WithDefault("30s")
    Duration timeout();

    /** How long a message belongs to the gateway that delivers it; then another one takes it over. At least twice the timeout. */
    @WithDefault("2m")
    Duration lease();

    /** Sendings after which a message is dead. */
    @WithDefault("8")
    int attempts();

    /** Pause after the first failure; doubled with each, and half of it is chance. */
    @WithDefault("1s")
    Duration firstPause();

    /** The longest pause, unless the service asks for a longer one. */
    @WithDefault("5m")
    Duration longestPause();

    /** How long the receipt of a message is kept that was delivered or expired, and so how long its idempotency key is known. */
    @WithDefault("1d")
    Duration keep();

    /** How long dead letters are kept. */
    @WithDefault("14d")
    Duration keepDead();

    /** @throws IllegalArgumentException with a sentence that names the key which is wrong */
    default MessageConfig validated() {
        require(backlog() > 0, "backlog", "is at least 1");
        require(atOnce() > 0, "at-once", "is at least 1");
        require(atOncePerTenant() > 0, "at-once-per-tenant", "is at least 1");
        require(attempts() > 0, "attempts", "is at least 1");
        require(maxPayload().asLongValue() > 0, "max-payload", "is at least 1 byte");
        require(poll().toMillis() > 0, "poll", "is at least a millisecond");
        require(firstPause().toMillis() > 0, "first-pause", "is at least a millisecond");
        require(longestPause().compareTo(firstPause()) >= 0, "longest-pause", "is not shorter than first-pause");
        require(timeout().toMillis() > 0, "timeout", "is at least a millisecond");
        require(lease().compareTo(timeout().multipliedBy(2)) >= 0, "lease", "is at least twice the timeout");
        require(timeToLive().toSeconds() > 0, "time-to-live", "is at least a second");
        require(
                longestTimeToLive().compareTo(timeToLive()) >= 0,
                "longest-time-to-live",
                "is not shorter than time-to-live");
        require(!keep().isNegative(), "keep", "is not negative");
        require(!keepDead().isNegative(), "keep-dead", "is not negative");
        return this;
    }

    private static void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("mnemesh.gateway.messages." + key + " " + rule + ".");
        }
    }
}

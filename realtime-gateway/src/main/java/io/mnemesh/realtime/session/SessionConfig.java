package io.mnemesh.realtime.session;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one connection may do. */
@ConfigMapping(prefix = "mnemesh.realtime.connection")
public interface SessionConfig {

    /** Connections this node takes. */
    @WithDefault("20000")
    int max();

    /** Connections one user may have on this node. */
    @WithDefault("100")
    int maxPerUser();

    /**
     * Origins whose pages may connect, as browsers name them ({@code https://app.example.org}); pages of all unless it is set. Clients that
     * are no browsers name none and are let in.
     */
    Optional<List<String>> origins();

    /** Channels one connection may have. */
    @WithDefault("128")
    int maxSubscriptions();

    /** Largest frame of a client, and largest message made of fragments. */
    @WithDefault("64K")
    MemorySize maxFrame();

    /** Bytes that may wait for a client that does not read them. */
    @WithDefault("1M")
    MemorySize queue();

    /** How long a connection may go without a token; looked at every second. Less than the gateway's tokenless-time. */
    @WithDefault("4s")
    Duration connectTimeout();

    /** Silence of a client after which it is pinged. */
    @WithDefault("25s")
    Duration heartbeat();

    /** Silence of a client after which it counts as gone. */
    @WithDefault("60s")
    Duration deadAfter();

    /** Frames per second a client may send on average. */
    @WithDefault("50")
    int frameRate();

    /** Frames a client may send at once. */
    @WithDefault("200")
    int frameBurst();

    /** Refused frames per minute after which the connection is closed. */
    @WithDefault("20")
    int strikes();

    /** How long a closed client may take to say goodbye. */
    @WithDefault("5s")
    Duration closeGrace();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default SessionConfig validated() {
        Rules.between("mnemesh.realtime.connection.max", max(), 1, 10_000_000);
        Rules.between("mnemesh.realtime.connection.max-per-user", maxPerUser(), 1, max());
        Rules.between("mnemesh.realtime.connection.max-subscriptions", maxSubscriptions(), 1, 100_000);
        Rules.between(
                "mnemesh.realtime.connection.max-frame in bytes", maxFrame().asLongValue(), 1024, 1 << 20);
        Rules.between("mnemesh.realtime.connection.queue in bytes", queue().asLongValue(), 64 << 10, 1 << 30);
        Rules.atLeast("mnemesh.realtime.connection.connect-timeout", connectTimeout(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.realtime.connection.heartbeat", heartbeat(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.realtime.connection.dead-after", deadAfter(), heartbeat());
        Rules.between("mnemesh.realtime.connection.frame-rate", frameRate(), 1, 1_000_000);
        Rules.between("mnemesh.realtime.connection.frame-burst", frameBurst(), 1, 1_000_000);
        Rules.between("mnemesh.realtime.connection.strikes", strikes(), 1, 1_000_000);
        Rules.atLeast("mnemesh.realtime.connection.close-grace", closeGrace(), Duration.ofMillis(100));
        return this;
    }
}

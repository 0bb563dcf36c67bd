package io.mnemesh.mesh.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the mesh talks to Redis. Where Redis is, TLS and cluster mode come from {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "mnemesh.redis")
public interface RedisConfig {

    /** Longest wait for a connection or for the answer to a command that does not block. */
    @WithDefault("3s")
    Duration commandTimeout();

    /** How long one blocking read waits for something new before it is asked again. */
    @WithDefault("2s")
    Duration block();

    /** First wait before a lost connection is opened again. */
    @WithDefault("50ms")
    Duration reconnectFirst();

    /** Longest wait before a lost connection is opened again. */
    @WithDefault("2s")
    Duration reconnectCap();

    /** Commands that may be under way on one connection; more fail at once. */
    @WithDefault("65536")
    int maxPipelined();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    static RedisConfig validated(RedisConfig config) {
        Rules.atLeast("mnemesh.redis.command-timeout", config.commandTimeout(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.redis.block", config.block(), Duration.ofMillis(50));
        Rules.atLeast("mnemesh.redis.reconnect-first", config.reconnectFirst(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.redis.reconnect-cap", config.reconnectCap(), config.reconnectFirst());
        Rules.between("mnemesh.redis.max-pipelined", config.maxPipelined(), 64, 1 << 24);
        return config;
    }
}

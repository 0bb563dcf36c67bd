package io.mnemesh.mesh.postgres;

import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the mesh talks to PostgreSQL. Where it is and how many connections there are comes from {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "mnemesh.postgres")
public interface PostgresConfig {

    /** Longest wait for the server to take a connection. */
    @WithDefault("3s")
    Duration connectTimeout();

    /**
     * Longest wait for a transaction to open: for a connection of the pool and, while the server is away, for it to come
     * back.
     */
    @WithDefault("5s")
    Duration acquireTimeout();

    /**
     * How many callers may wait for a connection of the pool. Those beyond are refused at once, which is better than to
     * keep everybody waiting until they give up and come again.
     */
    @WithDefault("128")
    int maxWaiting();

    /** A connection on which nothing was sent or received for so long is closed. Longer than any statement may take. */
    @WithDefault("60s")
    Duration silence();

    /** First wait before a transaction that could not be opened is opened again. */
    @WithDefault("50ms")
    Duration retryFirst();

    /** Longest wait before a transaction that could not be opened is opened again. */
    @WithDefault("500ms")
    Duration retryCap();

    /** How long a transaction that cannot be opened is tried again before the caller is told. */
    @WithDefault("3s")
    Duration retryFor();

    /**
     * How long a statement may go on for a caller who has left, say because it waits for a lock. Then it is cancelled, and its
     * connection serves others.
     */
    @WithDefault("500ms")
    Duration cancelAfter();

    /** Longest time the readiness check waits for an answer. */
    @WithDefault("2s")
    Duration checkTimeout();

    /** Whether the service is not ready without PostgreSQL. */
    @WithDefault("true")
    boolean required();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default PostgresConfig validated() {
        Rules.atLeast("mnemesh.postgres.connect-timeout", connectTimeout(), Duration.ofMillis(100));
        Rules.atLeast("mnemesh.postgres.acquire-timeout", acquireTimeout(), Duration.ofMillis(100));
        Rules.between("mnemesh.postgres.max-waiting", maxWaiting(), 1, 100_000);
        Rules.atLeast("mnemesh.postgres.silence", silence(), Duration.ofSeconds(1));
        Rules.atLeast("mnemesh.postgres.retry-first", retryFirst(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.postgres.retry-cap", retryCap(), retryFirst());
        Rules.atLeast("mnemesh.postgres.retry-for", retryFor(), retryFirst());
        Rules.atLeast("mnemesh.postgres.cancel-after", cancelAfter(), Duration.ofMillis(1));
        Rules.atLeast("mnemesh.postgres.check-timeout", checkTimeout(), Duration.ofMillis(100));
        return this;
    }
}

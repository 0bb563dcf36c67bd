package io.mnemesh.embedded;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded PostgreSQL is run.
 *
 * @param port          port on 127.0.0.1; 0 for a free one
 * @param data          data folder, kept; null for a temporary one that is removed at the end
 * @param log           file the server's output is appended to; null for one beside the data
 * @param cache         folder for unpacked binaries
 * @param password      of the superuser {@code postgres}; fixed when the data folder is made
 * @param durable       false gives up safety against a crash of the machine (not of the server) for speed, for tests
 * @param sharedBuffers size of the page cache, MiB
 * @param startTimeout  time to be ready, recovery after a crash included
 */
public record PostgresOptions(
        int port,
        @Nullable Path data,
        @Nullable Path log,
        Path cache,
        String password,
        boolean durable,
        int sharedBuffers,
        Duration startTimeout) {

    /** A free port, temporary data, not durable. */
    public static PostgresOptions temporary() {
        return new PostgresOptions(
                0, null, null, BinaryCache.defaultFolder(), "postgres", false, 32, Duration.ofSeconds(30));
    }

    /** A given port and data folder, durable. */
    public static PostgresOptions durable(int port, Path data) {
        return new PostgresOptions(
                port, data, null, BinaryCache.defaultFolder(), "postgres", true, 128, Duration.ofSeconds(60));
    }

    public PostgresOptions withPort(int value) {
        return new PostgresOptions(value, data, log, cache, password, durable, sharedBuffers, startTimeout);
    }

    public PostgresOptions withData(@Nullable Path value) {
        return new PostgresOptions(port, value, log, cache, password, durable, sharedBuffers, startTimeout);
    }

    public PostgresOptions withLog(@Nullable Path value) {
        return new PostgresOptions(port, data, value, cache, password, durable, sharedBuffers, startTimeout);
    }

    public PostgresOptions withCache(Path value) {
        return new PostgresOptions(port, data, log, value, password, durable, sharedBuffers, startTimeout);
    }

    public PostgresOptions withPassword(String value) {
        return new PostgresOptions(port, data, log, cache, value, durable, sharedBuffers, startTimeout);
    }
}

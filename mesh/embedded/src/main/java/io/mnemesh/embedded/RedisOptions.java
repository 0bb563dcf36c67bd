package io.mnemesh.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded Redis is run.
 *
 * @param port         port on 127.0.0.1; 0 for a free one
 * @param data         folder of the append-only file, kept; null for a temporary one that is removed at the end
 * @param log          file the server's output is appended to; null for one beside the data
 * @param cache        folder for unpacked binaries
 * @param server       the program to run; null for the binary on the class path
 * @param extra        further configuration lines, for example {@code maxmemory 64mb}
 * @param startTimeout time to be ready, loading the append-only file included
 */
public record RedisOptions(
        int port,
        @Nullable Path data,
        @Nullable Path log,
        Path cache,
        @Nullable Path server,
        List<String> extra,
        Duration startTimeout) {

    public RedisOptions {
        extra = List.copyOf(extra);
    }

    /** A free port and temporary data. */
    public static RedisOptions temporary() {
        return new RedisOptions(0, null, null, BinaryCache.defaultFolder(), null, List.of(), Duration.ofSeconds(30));
    }

    /** A given port and data folder. */
    public static RedisOptions durable(int port, Path data) {
        return new RedisOptions(port, data, null, BinaryCache.defaultFolder(), null, List.of(), Duration.ofSeconds(60));
    }

    public RedisOptions withPort(int value) {
        return new RedisOptions(value, data, log, cache, server, extra, startTimeout);
    }

    public RedisOptions withData(@Nullable Path value) {
        return new RedisOptions(port, value, log, cache, server, extra, startTimeout);
    }

    public RedisOptions withLog(@Nullable Path value) {
        return new RedisOptions(port, data, value, cache, server, extra, startTimeout);
    }

    public RedisOptions withCache(Path value) {
        return new RedisOptions(port, data, log, value, server, extra, startTimeout);
    }

    public RedisOptions withExtra(List<String> value) {
        return new RedisOptions(port, data, log, cache, server, value, startTimeout);
    }

    public RedisOptions withServer(@Nullable Path value) {
        return new RedisOptions(port, data, log, cache, value, extra, startTimeout);
    }
}

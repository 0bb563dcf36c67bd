package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.EmbeddedServerException;
import io.mnemesh.embedded.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The stack's Redis, with an append-only file. A start returns when it answers. */
final class RedisProcess implements ManagedProcess {

    private final RedisOptions options;
    private volatile @Nullable EmbeddedRedis server;
    private volatile @Nullable Instant startedAt;

    RedisProcess(StackConfig config) {
        Path data = config.data().resolve("redis");
        this.options = RedisOptions.durable(config.ports().redis(), data)
                .withLog(config.logs().resolve("redis.log"));
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void start() {
        startedAt = Instant.now();
        try {
            EmbeddedRedis current = server;
            if (current == null) {
                EmbeddedRedis started = EmbeddedRedis.start(options);
                started.stoppedByCaller();
                server = started;
            } else {
                current.restart();
            }
        } catch (EmbeddedServerException e) {
            throw new LauncherException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean ready() {
        return alive();
    }

    @Override
    public @Nullable ProcessHandle handle() {
        EmbeddedRedis current = server;
        return current == null ? null : ProcessHandle.of(current.pid()).orElse(null);
    }

    @Override
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    @Override
    public int exitCode() {
        EmbeddedRedis current = server;
        return current == null ? 0 : current.onExit().getNow(0);
    }

    @Override
    public String report() {
        return "see its log";
    }

    @Override
    public void stop(Duration grace) {
        EmbeddedRedis current = server;
        if (current != null) {
            current.close();
        }
    }
}

package io.mnemesh.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis 7 server with an append-only file and without eviction, as the mesh needs it. Thread-safe.
 */
public final class EmbeddedRedis extends EmbeddedServer {

    private static final String NAME = "Redis";

    private final RedisOptions options;
    private final Path server;

    private EmbeddedRedis(RedisOptions options, Home home) {
        super(NAME, home, home.log(options.log(), "redis.log"), options.port(), "TERM");
        this.options = options;
        this.server = program(options);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @throws EmbeddedServerException if it cannot be started
     */
    public static EmbeddedRedis start(RedisOptions options) {
        return Home.startIn(options.data(), "mnemesh-redis-", home -> new EmbeddedRedis(options, home));
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /** Stops the server and forgets all it knew, as the loss of its disk would. {@link #restart()} brings it back empty. */
    public synchronized void loseData() {
        kill();
        try {
            FolderTree.delete(data());
        } catch (IOException e) {
            throw Folders.failure("The data folder " + data() + " cannot be removed.", e);
        }
    }

    @Override
    ServerProcess launch() {
        Folders.prepare(data());
        Ports.claim(port(), NAME);
        var started = ServerProcess.start(
                NAME, List.of(server.toString(), configuration().toString()), data(), log());
        started.awaitReady(this::answers, options.startTimeout());
        return started;
    }

    private static Path program(RedisOptions options) {
        Path given = options.server();
        return given != null
                ? given.toAbsolutePath()
                : new BinaryCache(options.cache()).executable(Platform.current().redisServer(), "redis-server");
    }

    private Path configuration() {
        var lines = new ArrayList<>(List.of(
                "bind 127.0.0.1",
                "port " + port(),
                "dir \"" + data() + "\"",
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction",
                "databases 1"));
        lines.addAll(options.extra());
        Path file = data().resolve("redis.conf");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw Folders.failure("The configuration " + file + " cannot be written.", e);
        }
        return file;
    }

    /** True once the server answers PING with PONG; while it loads its file it answers otherwise. */
    private boolean answers() {
        try (var dialogue = new RedisDialogue(port())) {
            return dialogue.ask("PING").equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }
}

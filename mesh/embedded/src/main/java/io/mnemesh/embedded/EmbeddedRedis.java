package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A Redis 7 server as a child process on 127.0.0.1, with an append-only file and without eviction, as the mesh needs it.
 * It can be stopped, killed and started again on the same data and port. It ends with this JVM unless the JVM is itself
 * killed. Thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "Redis";

    private final RedisOptions options;
    private final int port;
    private final Path server;
    private final Path data;
    private final Path log;
    private final @Nullable Path temporary;
    private final Thread hook;
    private ServerProcess process;

    private EmbeddedRedis(RedisOptions options, Path home, @Nullable Path temporary) {
        this.options = options;
        this.temporary = temporary;
        this.data = temporary == null ? home : home.resolve("data");
        Path givenLog = options.log();
        this.log = givenLog == null ? data.resolveSibling("redis.log") : givenLog.toAbsolutePath();
        this.port = Ports.claim(options.port(), NAME);
        this.server =
                new BinaryCache(options.cache()).executable(Platform.current().redisServer(), "redis-server");
        this.process = launch();
        this.hook = new Thread(this::end, "stop-redis");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @throws EmbeddedServerException if it cannot be started
     */
    public static EmbeddedRedis start(RedisOptions options) {
        Path given = options.data();
        if (given != null) {
            return new EmbeddedRedis(options, given.toAbsolutePath(), null);
        }
        Path temporary = temporaryFolder();
        try {
            return new EmbeddedRedis(options, temporary, temporary);
        } catch (EmbeddedServerException e) {
            remove(temporary);
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isRunning() {
        return process.isAlive();
    }

    /** Completes with the exit code when the present run ends. */
    public synchronized CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    public Path data() {
        return data;
    }

    public Path log() {
        return log;
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends the server as an orderly operator would. */
    public synchronized void stop() {
        process.stop("TERM", STOP_LIMIT);
    }

    /** Ends the server as a crash would. */
    public synchronized void kill() {
        process.kill();
    }

    /** Starts the server again on the same data and port, after {@link #stop()}, {@link #kill()} or a crash. */
    public synchronized void restart() {
        if (process.isAlive()) {
            stop();
        }
        process = launch();
    }

    /** Stops the server and forgets all it knew, as the loss of its disk would. {@link #restart()} brings it back empty. */
    public synchronized void loseData() {
        process.kill();
        try {
            FolderTree.delete(data);
        } catch (IOException e) {
            throw Folders.failure("The data folder " + data + " cannot be removed.", e);
        }
    }

    /** Leaves the stop at the end of this JVM to the caller, who has an order to keep and calls {@link #close()}. */
    public synchronized void stoppedByCaller() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Stops the server and removes its data if it is temporary. */
    @Override
    public synchronized void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out and runs the hook itself.
        }
        end();
    }

    private void end() {
        if (temporary == null) {
            process.stop("TERM", STOP_LIMIT);
        } else {
            process.kill();
            remove(temporary);
        }
    }

    private ServerProcess launch() {
        Folders.prepare(data);
        Ports.claim(port, NAME);
        var started = ServerProcess.start(
                NAME, List.of(server.toString(), configuration().toString()), data, log);
        started.awaitReady(this::answers, options.startTimeout());
        return started;
    }

    private Path configuration() {
        var lines = new ArrayList<>(List.of(
                "bind 127.0.0.1",
                "port " + port,
                "dir \"" + data + "\"",
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction",
                "databases 1"));
        lines.addAll(options.extra());
        Path file = data.resolve("redis.conf");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw Folders.failure("The configuration " + file + " cannot be written.", e);
        }
        return file;
    }

    /** True once the server answers PING with PONG; while it loads its file it answers otherwise. */
    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("mnemesh-redis-");
        } catch (IOException e) {
            throw new EmbeddedServerException(Reason.FAILED, "A temporary folder cannot be made.", e);
        }
    }

    private static void remove(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            // Left for the system's own cleaning of temporary files.
        }
    }
}

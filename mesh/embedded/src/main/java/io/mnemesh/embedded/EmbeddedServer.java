package io.mnemesh.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process on 127.0.0.1. It can be stopped, killed and started again on the same data and port. It ends
 * with this JVM unless the JVM is itself killed. Thread-safe.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable permits EmbeddedPostgres, EmbeddedRedis {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Home home;
    private final Path log;
    private final int port;
    private final String stopSignal;
    private final Thread hook;
    private @Nullable ServerProcess process;

    /**
     * @param name       for messages
     * @param port       a free port or 0 for any
     * @param stopSignal what asks the server to end in order
     */
    EmbeddedServer(String name, Home home, Path log, int port, String stopSignal) {
        this.home = home;
        this.log = log;
        this.port = Ports.claim(port, name);
        this.stopSignal = stopSignal;
        this.hook = new Thread(this::end, "stop-" + name);
    }

    /** Starts the server for the first time. */
    final synchronized void begin() {
        process = launch();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a process and waits until it answers. */
    abstract ServerProcess launch();

    public final int port() {
        return port;
    }

    public final synchronized long pid() {
        return process().pid();
    }

    public final synchronized boolean isRunning() {
        return process().isAlive();
    }

    /** Completes with the exit code when the present run ends. */
    public final synchronized CompletableFuture<Integer> onExit() {
        return process().onExit();
    }

    public final Path data() {
        return home.data();
    }

    public final Path log() {
        return log;
    }

    /** Ends the server as an orderly operator would: what is under way is ended, data is flushed. */
    public final synchronized void stop() {
        process().stop(stopSignal, STOP_LIMIT);
    }

    /** Ends the server as a crash would. */
    public final synchronized void kill() {
        process().kill();
    }

    /** Starts the server again on the same data and port, after {@link #stop()}, {@link #kill()} or a crash. */
    public final synchronized void restart() {
        if (process().isAlive()) {
            stop();
        }
        process = launch();
    }

    /** Leaves the stop at the end of this JVM to the caller, who has an order to keep and calls {@link #close()}. */
    public final synchronized void stoppedByCaller() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Stops the server and removes its data if it is temporary. */
    @Override
    public final synchronized void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out and runs the hook itself.
        }
        end();
    }

    private void end() {
        if (home.isTemporary()) {
            process().kill();
            home.remove();
        } else {
            process().stop(stopSignal, STOP_LIMIT);
        }
    }

    private ServerProcess process() {
        ServerProcess present = process;
        if (present == null) {
            throw new IllegalStateException("The server has not begun.");
        }
        return present;
    }
}

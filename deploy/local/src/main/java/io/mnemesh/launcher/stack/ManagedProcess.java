package io.mnemesh.launcher.stack;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process of the stack: PostgreSQL, Redis or a service. Methods are called by one thread at a time, except the
 * getters, which any thread may call.
 */
public interface ManagedProcess {

    /** Name in status and logs. */
    String name();

    /** Starts it and returns when the process exists, ready or not. */
    void start();

    /** True when it does its work. Asks it; returns within two seconds. */
    boolean ready();

    /** The process, or null before the first start. */
    @Nullable
    ProcessHandle handle();

    /** Time of the last start. */
    @Nullable
    Instant startedAt();

    /** Exit status of the ended process; 0 while it lives or when it is not known. */
    int exitCode();

    /** What it says about itself, for the message when it does not become ready. */
    String report();

    /** Asks it to end, waits for {@code grace}, then kills it. */
    void stop(Duration grace);

    /** True while the process exists. */
    default boolean alive() {
        ProcessHandle handle = handle();
        return handle != null && handle.isAlive();
    }

    /** Ends it at once with SIGKILL, as a crash would. */
    default void kill() {
        ProcessHandle handle = handle();
        if (handle != null) {
            handle.destroyForcibly();
            handle.onExit().join();
        }
    }
}

package io.mnemesh.launcher.stack;

import java.time.Duration;

/** Hears what happens to a stack. Called from several threads. */
public interface StackListener {

    /** A process is being started. */
    default void starting(String name) {}

    /** A process answers. */
    default void ready(String name, Duration after) {}

    /** A process ended unasked and is started again after {@code delay}. */
    default void crashed(String name, int exitCode, Duration delay) {}

    /** A process is being stopped. */
    default void stopping(String name) {}

    /** A process printed a line. */
    default void log(String name, String line) {}

    /** Hears nothing. */
    StackListener SILENT = new StackListener() {};
}

package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.StackListener;
import java.io.PrintStream;
import java.time.Duration;

/** Tells a person at a terminal what happens to the stack: progress first, then the merged log. */
final class Console implements StackListener {

    private static final int NAME_WIDTH = 12;

    private final PrintStream out;
    private volatile boolean mergedLog;

    Console(PrintStream out) {
        this.out = out;
    }

    /** From now on prints what the processes print. */
    void showLog() {
        mergedLog = true;
    }

    @Override
    public void starting(String name) {
        say(name, "starting");
    }

    @Override
    public void ready(String name, Duration after) {
        say(name, "ready after %.1f s".formatted(after.toMillis() / 1000.0));
    }

    @Override
    public void crashed(String name, int exitCode, Duration delay) {
        say(name, "CRASHED with status %d; restarting in %.1f s".formatted(exitCode, delay.toMillis() / 1000.0));
    }

    @Override
    public void stopping(String name) {
        say(name, "stopping");
    }

    @Override
    public void log(String name, String line) {
        if (mergedLog) {
            say(name, line);
        }
    }

    private void say(String name, String line) {
        out.println(("%-" + NAME_WIDTH + "s | %s").formatted(name, line));
    }
}

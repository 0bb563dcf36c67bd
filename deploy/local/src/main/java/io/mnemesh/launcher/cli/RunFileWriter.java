package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.RunState;
import io.mnemesh.launcher.stack.Stack;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the run file true while a stack runs: a restarted process has a new pid. */
final class RunFileWriter implements AutoCloseable {

    private final Path file;
    private final Path data;
    private final Stack stack;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("run-file").factory());
    private String phase = "starting";
    private @Nullable RunState written;

    RunFileWriter(Path file, Path data, Stack stack) {
        this.file = file;
        this.data = data;
        this.stack = stack;
        var _ = timer.scheduleWithFixedDelay(this::write, 200, 200, TimeUnit.MILLISECONDS);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    synchronized void begin(String nextPhase) {
        phase = nextPhase;
        write();
    }

    private synchronized void write() {
        RunState now = RunState.of(phase, data, stack);
        if (!now.equals(written) && !timer.isShutdown()) {
            written = now;
            try {
                now.write(file);
            } catch (UncheckedIOException e) {
                System.err.println("mnemesh: " + file + " cannot be written: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

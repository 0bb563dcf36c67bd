package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One run of a server: a child process that writes to a log file. Thread-safe. */
final class ServerProcess {

    private static final long PROBE_MILLIS = 20;
    private static final int TAIL_BYTES = 4_000;

    private final String name;
    private final Process process;
    private final Path log;
    private final long logStart;

    private ServerProcess(String name, Process process, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /** Starts the command in {@code folder}; what it prints is appended to {@code log}. */
    static ServerProcess start(String name, List<String> command, Path folder, Path log) {
        try {
            if (log.getParent() != null) {
                Files.createDirectories(log.getParent());
            }
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Process process = new ProcessBuilder(OwnSession.command(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ServerProcess(name, process, log, logStart);
        } catch (IOException e) {
            throw Folders.failure(name + " cannot be started.", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Waits until the probe says yes.
     *
     * @throws EmbeddedServerException if the process ends first or the time is up; the process is then gone
     */
    void awaitReady(BooleanSupplier probe, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            if (waitFor(PROBE_MILLIS)) {
                throw ended();
            }
            if (probe.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                kill();
                throw new EmbeddedServerException(
                        Reason.NOT_READY,
                        "%s did not answer within %d s; its log is %s.".formatted(name, limit.toSeconds(), log));
            }
        }
    }

    /** Waits for a command that ends by itself. @throws EmbeddedServerException if it fails or the time is up */
    void awaitSuccess(Duration limit) {
        if (!waitFor(limit.toMillis())) {
            kill();
            throw new EmbeddedServerException(
                    Reason.NOT_READY,
                    "%s was not done within %d s; its log is %s.".formatted(name, limit.toSeconds(), log));
        }
        if (process.exitValue() != 0) {
            throw ended();
        }
    }

    /** Asks the process to end with a signal; ends it the hard way if it does not within the limit. */
    void stop(String signal, Duration limit) {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroy();
        }
        if (!waitFor(limit.toMillis())) {
            kill();
        }
    }

    /** Ends the process and its children at once with SIGKILL, and waits until they are gone. */
    void kill() {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> member)
                .join());
    }

    /** What this run has printed, its last part. */
    String tail() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long end = file.length();
            long start = Math.max(Math.min(logStart, end), end - TAIL_BYTES);
            var bytes = new byte[(int) (end - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private EmbeddedServerException ended() {
        String tail = tail();
        if (Folders.saysDiskIsFull(tail)) {
            return new EmbeddedServerException(
                    Reason.DISK_FULL, name + " ended because the disk is full; make room or choose another folder.");
        }
        if (tail.contains("Address already in use")) {
            return new EmbeddedServerException(
                    Reason.PORT_BUSY, name + " ended because its port is in use by another process.");
        }
        return new EmbeddedServerException(
                Reason.FAILED,
                "%s ended with code %d; its log %s says: %s"
                        .formatted(name, process.exitValue(), log, lastLines(tail)));
    }

    private static String lastLines(String tail) {
        List<String> lines = tail.lines().toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private boolean waitFor(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw new EmbeddedServerException(Reason.FAILED, "Waiting for " + name + " was interrupted.", e);
        }
    }
}
